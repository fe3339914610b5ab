-- Two records of one person are read as one: the pointer leads from the one that was merged to the one that stays.
-- No row is copied and none is changed, so that undoing restores exactly what was.
alter table person add column merged_into uuid;
alter table person add constraint a_person_is_merged_into_a_known_person foreign key (authority, merged_into) references person (authority, id);
alter table person add constraint nobody_is_merged_into_themself check (merged_into <> id);
comment on column person.merged_into is 'The record that stays, where this one was found to be the same person. Readers follow it.';
create index people_merged_into_a_person on person (authority, merged_into) where merged_into is not null;

create table person_merge (
    authority      text        not null,
    id             uuid        not null,
    kept           uuid        not null,
    gone           uuid        not null,
    reason         text        not null,
    merged_at      timestamptz not null,
    merged_by      uuid        not null,
    undone_at      timestamptz,
    undone_by      uuid,
    undone_because text,
    constraint a_merge_of_records_has_one_row primary key (authority, id),
    constraint a_merge_keeps_a_known_person foreign key (authority, kept) references person (authority, id),
    constraint a_merge_is_of_a_known_person foreign key (authority, gone) references person (authority, id),
    constraint a_merge_is_by_staff_of_the_authority foreign key (authority, merged_by) references staff (authority, id),
    constraint a_merge_is_undone_by_staff_of_the_authority foreign key (authority, undone_by) references staff (authority, id),
    constraint two_records_are_merged check (kept <> gone),
    constraint a_merge_says_why check (reason <> ''),
    constraint an_undoing_names_who_and_why check (num_nonnulls(undone_at, undone_by, undone_because) in (0, 3)),
    constraint a_merge_is_undone_after_it_is_made check (undone_at >= merged_at)
);
comment on table person_merge is 'Who found two records to be one person, and why; and who took that back.';
create unique index a_record_is_merged_once_at_a_time on person_merge (authority, gone) where undone_at is null;
create index merges_into_a_person on person_merge (authority, kept, merged_at);
call keep_to_its_authority('person_merge');
grant select, insert on person_merge to stepways_app;
grant update (undone_at, undone_by, undone_because) on person_merge to stepways_app;

-- What somebody told the front door. It is kept beside the run that it begins and is never changed: what is learnt
-- later is added.
create table contact (
    authority     text        not null,
    id            uuid        not null,
    family        uuid        not null,
    pathway       text        not null,
    door          text        not null,
    from_service  text        not null default '',
    to_service    text        not null default '',
    run           uuid,
    source        text        not null,
    referrer      text,
    organisation  text,
    telephone     text,
    email         text,
    notice_number text,
    worries       text        not null,
    wishes        text,
    family_knows  text        not null,
    consent_known text,
    address       text,
    postcode      text,
    searched      text        not null,
    received_at   timestamptz not null,
    recorded_at   timestamptz not null,
    recorded_by   uuid        not null,
    constraint a_contact_has_one_row primary key (authority, id),
    constraint a_contact_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_contact_begins_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_contact_begins_the_run_of_its_own_number check (run = id),
    constraint a_contact_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_contact_is_from_a_known_kind_of_source check (source in ('professional', 'police', 'family', 'service', 'other')),
    constraint a_family_knows_of_a_contact_or_not check (family_knows in ('yes', 'no', 'not-known')),
    constraint a_contact_says_what_it_is_about check (worries <> ''),
    constraint no_contact_is_received_after_it_is_recorded check (received_at <= recorded_at)
);
comment on table contact is 'A contact as it was taken: from whom, when, what they said. It has the number of its run; run is null until the run has begun.';
create index contacts_by_receipt on contact (authority, received_at, id);
create index contacts_of_a_family on contact (authority, family, received_at);
create index contacts_taken_by_staff on contact (authority, recorded_by, received_at, id);
call keep_to_its_authority('contact');
grant select, insert on contact to stepways_app;
grant update (run) on contact to stepways_app;

create table contact_child (
    authority text    not null,
    contact   uuid    not null,
    child     uuid    not null,
    place     integer not null,
    forename  text,
    surname   text,
    born      date,
    unborn    boolean not null default false,
    made      boolean not null,
    constraint a_child_is_named_once_in_a_contact primary key (authority, contact, child),
    constraint a_child_is_named_in_a_known_contact foreign key (authority, contact) references contact (authority, id),
    constraint a_contact_names_a_known_child foreign key (authority, child) references person (authority, id)
);
comment on table contact_child is 'A child a contact is about, with the name and date as they were given. made: the record was made for this contact.';
create index contacts_about_a_child on contact_child (authority, child);
call keep_to_its_authority('contact_child');
grant select, insert on contact_child to stepways_app;

create table contact_addition (
    authority   text        not null,
    id          uuid        not null,
    contact     uuid        not null,
    corrects    text,
    words       text        not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint an_addition_to_a_contact_has_one_row primary key (authority, id),
    constraint an_addition_is_to_a_known_contact foreign key (authority, contact) references contact (authority, id),
    constraint an_addition_is_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint an_addition_says_something check (words <> '')
);
comment on table contact_addition is 'What was learnt of a contact later. corrects: what it takes the place of, in words; what was recorded first stays readable.';
create index additions_to_a_contact on contact_addition (authority, contact, recorded_at);
call keep_to_its_authority('contact_addition');
grant select, insert on contact_addition to stepways_app;

create table referrer_told (
    authority   text        not null,
    id          uuid        not null,
    contact     uuid        not null,
    outcome_seq integer     not null,
    how         text        not null,
    words       text,
    message     uuid,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_telling_of_a_referrer_has_one_row primary key (authority, id),
    constraint a_telling_is_about_a_known_contact foreign key (authority, contact) references contact (authority, id),
    constraint a_telling_is_by_a_known_message foreign key (authority, message) references outbox (authority, id),
    constraint a_telling_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_referrer_is_told_in_a_known_way check (how in ('spoken', 'letter', 'mail', 'cannot')),
    constraint a_mail_is_proven_by_its_message check ((how = 'mail') = (message is not null)),
    constraint a_referrer_who_cannot_be_told_needs_a_reason check (how <> 'cannot' or words <> ''),
    constraint nobody_is_told_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on table referrer_told is 'How whoever made the contact was told what was decided, or why they cannot be told. outcome_seq: the decision they were told, by its number in the run.';
create index tellings_of_a_contact on referrer_told (authority, contact, recorded_at);
call keep_to_its_authority('referrer_told');
grant select, insert on referrer_told to stepways_app;

-- A number may be given without the system it belongs to.
create index external_ids_by_number on person_external_id (authority, external_id);
