-- Services that families can be signposted to, as a directory's own feed tells of them (Open Referral UK).
create table directory_service (
    authority       text        not null,
    id              uuid        not null,
    feed_id         text        not null,
    name            text        not null,
    description     text        not null default '',
    organisation    text        not null default '',
    organisation_id text        not null default '',
    url             text,
    email           text,
    telephone       text,
    status          text        not null default 'active',
    fees            text        not null default '',
    alert           text        not null default '',
    when_open       text        not null default '',
    minimum_age     integer,
    maximum_age     integer,
    assured_on      date,
    modified_at     timestamptz,
    fingerprint     bytea       not null,
    seen_batch      uuid        not null,
    first_listed_at timestamptz not null,
    changed_at      timestamptz not null,
    unlisted_at     timestamptz,
    constraint a_service_of_the_directory_has_one_row primary key (authority, id),
    constraint a_service_has_one_id_in_the_feed unique (authority, feed_id),
    constraint a_listed_service_was_seen_in_a_known_import foreign key (authority, seen_batch) references import_batch (authority, id),
    constraint a_service_of_the_directory_has_a_name check (name <> ''),
    constraint a_service_is_active_inactive_defunct_or_closed_for_now check (status in ('active', 'inactive', 'defunct', 'temporarily closed')),
    constraint an_age_range_is_in_order check (minimum_age <= maximum_age)
);
comment on table directory_service is 'A service that a feed no longer names is marked as not listed any more, never removed: records point to it.';
comment on column directory_service.fingerprint is 'SHA-256 of what the feed says, so that an unchanged row is left alone.';
create index services_by_name on directory_service (authority, name, id) where unlisted_at is null;
call keep_to_its_authority('directory_service');
grant select, insert on directory_service to stepways_app;
grant update (name, description, organisation, organisation_id, url, email, telephone, status, fees, alert, when_open, minimum_age,
              maximum_age, assured_on, modified_at, fingerprint, seen_batch, changed_at, unlisted_at) on directory_service to stepways_app;

-- Where it is, whom it is for and what it is called, to be found by equality or from the beginning.
create table directory_line (
    authority text    not null,
    service   uuid    not null,
    kind      text    not null,
    number    integer not null,
    words     text    not null,
    found_as  text    not null,
    constraint a_line_of_a_service_has_its_number primary key (authority, service, kind, number),
    constraint a_line_is_of_a_known_service foreign key (authority, service) references directory_service (authority, id),
    constraint a_line_is_a_word_a_term_a_place_or_an_area check (kind in ('word', 'term', 'place', 'area'))
);
comment on column directory_line.words is 'As it is read: an address, the name of an area, a term of a taxonomy, a word.';
comment on column directory_line.found_as is 'As it is looked for: the first half of a postcode, a folded term, a folded word.';
create index lines_to_find on directory_line (authority, kind, found_as, service);
call keep_to_its_authority('directory_line');
grant select, insert, delete on directory_line to stepways_app;

-- What a family was signposted to, as the service was called that day.
create table signposted_service (
    authority      text        not null,
    id             uuid        not null,
    family         uuid        not null,
    run            uuid,
    service        uuid        not null,
    feed_id        text        not null,
    name           text        not null,
    organisation   text        not null,
    contact        text        not null,
    purpose        text        not null,
    signposted_on  date        not null,
    recorded_at    timestamptz not null,
    recorded_by    uuid        not null,
    struck_at      timestamptz,
    struck_by      uuid,
    struck_because text,
    constraint a_signposting_has_one_row primary key (authority, id),
    constraint a_signposting_is_of_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_signposting_is_in_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_signposting_is_to_a_service_of_the_directory foreign key (authority, service) references directory_service (authority, id),
    constraint a_signposting_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_signposting_is_struck_out_by_staff_of_the_authority foreign key (authority, struck_by) references staff (authority, id),
    constraint a_struck_signposting_says_who_and_why check (num_nonnulls(struck_at, struck_by, struck_because) in (0, 3))
);
create index signpostings_of_a_family on signposted_service (authority, family, signposted_on, id);
create index signpostings_of_a_run on signposted_service (authority, run) where run is not null;
call keep_to_its_authority('signposted_service');
grant select, insert on signposted_service to stepways_app;
grant update (struck_at, struck_by, struck_because) on signposted_service to stepways_app;

create table signposted_child (
    authority  text not null,
    signposted uuid not null,
    child      uuid not null,
    constraint a_child_is_signposted_once primary key (authority, signposted, child),
    constraint a_signposted_child_belongs_to_a_signposting foreign key (authority, signposted) references signposted_service (authority, id),
    constraint a_signposted_child_is_a_known_person foreign key (authority, child) references person (authority, id)
);
create index signpostings_of_a_child on signposted_child (authority, child);
call keep_to_its_authority('signposted_child');
grant select, insert on signposted_child to stepways_app;
