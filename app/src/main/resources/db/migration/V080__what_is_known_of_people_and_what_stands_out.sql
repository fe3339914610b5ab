-- What is known of the people of a family: one ledger for every kind of fact, so that correcting, ending and reading
-- what it said before are the same for all of them. A row is never changed: a later row of the same thread takes its
-- place and says why.
create table person_fact (
    authority   text        not null,
    id          uuid        not null,
    thread      uuid        not null,
    replaces    uuid,
    act         text        not null,
    kind        text        not null,
    family      uuid        not null,
    body        text        not null,
    true_from   date,
    true_until  date,
    reason      text        not null default '',
    recorded_at timestamptz not null,
    recorded_by uuid,
    constraint a_fact_of_a_person_has_one_row primary key (authority, id),
    constraint a_fact_of_a_person_is_kept_in_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_fact_of_a_person_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_later_fact_replaces_a_known_one foreign key (authority, replaces) references person_fact (authority, id),
    constraint a_fact_of_a_person_is_replaced_once unique (authority, replaces),
    constraint the_first_fact_of_a_thread_replaces_nothing check ((replaces is null) = (thread = id)),
    constraint a_fact_is_recorded_corrected_changed_ended_or_withdrawn check (act in ('recorded', 'corrected', 'changed', 'ended', 'withdrawn')),
    constraint only_the_first_fact_of_a_thread_is_recorded check ((act = 'recorded') = (replaces is null)),
    constraint a_fact_is_corrected_ended_or_withdrawn_for_a_reason check (act not in ('corrected', 'ended', 'withdrawn') or reason <> ''),
    constraint a_fact_ends_after_it_begins check (true_until >= true_from),
    constraint an_ended_fact_has_an_end check (act <> 'ended' or true_until is not null),
    constraint what_a_fact_says_is_one_json_object check (body is json object)
);
comment on table person_fact is 'What is known of people: names, births, relationships, parental responsibility, how they may be written to, languages and needs, telephones, moves, court orders. The last row of a thread holds.';
comment on column person_fact.thread is 'The first row of the same fact; its corrections, changes and its end carry it too. Where the fact was taken over, the row it was taken from.';
comment on column person_fact.family is 'The record in which it was written: its reasons are shown there and in no other family''s record.';
comment on column person_fact.recorded_by is 'Null where it was taken over from another system.';
create index facts_of_a_thread on person_fact (authority, thread, recorded_at, id);
create index facts_kept_in_a_family on person_fact (authority, family, recorded_at);
call keep_to_its_authority('person_fact');
grant select, insert on person_fact to stepways_app;

create table person_fact_person (
    authority text not null,
    fact      uuid not null,
    person    uuid not null,
    part      text not null,
    constraint a_person_has_one_part_in_a_fact primary key (authority, fact, person),
    constraint a_part_is_in_a_known_fact foreign key (authority, fact) references person_fact (authority, id),
    constraint a_part_in_a_fact_is_of_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_fact_is_about_a_person_or_names_one check (part in ('about', 'names'))
);
comment on table person_fact_person is 'about: whom the fact is about. names: whom else it speaks of, such as the child of a parent or somebody an order restrains.';
create index facts_of_a_person on person_fact_person (authority, person, fact);
call keep_to_its_authority('person_fact_person');
grant select, insert on person_fact_person to stepways_app;

-- An entry of a family's chronology is marked as significant, or the mark is taken back. The last row counts.
create table chronology_mark (
    authority   text        not null,
    id          uuid        not null,
    family      uuid        not null,
    entry       text        not null,
    significant boolean     not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_mark_has_one_row primary key (authority, id),
    constraint a_mark_is_in_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_mark_is_made_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint an_entry_has_a_short_name check (entry ~ '^[0-9a-f]{32}$')
);
comment on column chronology_mark.entry is 'Which entry: a fingerprint of what the entry is and where it comes from, not of its words.';
create index marks_of_a_family on chronology_mark (authority, family, recorded_at, id);
call keep_to_its_authority('chronology_mark');
grant select, insert on chronology_mark to stepways_app;
