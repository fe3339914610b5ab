create table person (
    authority           text        not null,
    id                  uuid        not null,
    authority_person_id text,
    forename            text,
    surname             text        not null,
    known_as            text,
    birth_date          date,
    expected_birth_date date,
    sex                 text,
    died_on             date,
    restriction         text        not null default 'open',
    ask_role            text,
    version             bigint      not null default 1,
    recorded_at         timestamptz not null,
    constraint a_person_has_one_row primary key (authority, id),
    constraint a_person_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint an_authority_person_id_is_used_once unique (authority, authority_person_id),
    constraint a_restriction_is_open_restricted_or_hidden check (restriction in ('open', 'restricted', 'hidden')),
    constraint a_restricted_record_names_whom_to_ask check (restriction = 'open' or ask_role is not null),
    constraint nobody_dies_before_birth check (died_on >= birth_date)
);
comment on table person is 'A child or an adult. An unborn child has an expected birth date and no birth date.';
comment on column person.authority_person_id is 'How the council''s main case system knows this person.';
comment on column person.restriction is 'restricted: "a record exists, ask the role". hidden: as if there were no record; a match goes to the role that guards it.';
create index people_by_birth_date on person (authority, birth_date, id);
create index people_by_expected_birth_date on person (authority, expected_birth_date, id) where expected_birth_date is not null;
call keep_to_its_authority('person');
grant select, insert, update on person to stepways_app;

create table person_external_id (
    authority   text not null,
    system      text not null,
    external_id text not null,
    person      uuid not null,
    constraint an_id_in_a_system_is_one_person primary key (authority, system, external_id),
    constraint an_external_id_is_of_a_known_person foreign key (authority, person) references person (authority, id)
);
comment on table person_external_id is 'How other systems know the person: the early help system, a unique pupil number.';
create index external_ids_of_a_person on person_external_id (authority, person);
call keep_to_its_authority('person_external_id');
grant select, insert, delete on person_external_id to stepways_app;

-- Names are found by equal or beginning tokens. A pattern search cannot use its index behind row-level security.
create table person_name_token (
    authority text not null,
    kind      text not null,
    token     text not null,
    person    uuid not null,
    constraint a_person_has_a_token_once primary key (authority, kind, token, person),
    constraint a_token_is_of_a_known_person foreign key (authority, person) references person (authority, id) on delete cascade,
    constraint a_token_is_a_spelling_or_a_sound check (kind in ('spelling', 'sound')),
    constraint a_token_is_not_empty check (token <> '')
);
comment on table person_name_token is 'spelling: one word of a name, lower case, without accents, found from its beginning by a range. sound: its sound-alike key, found by equality.';
create index tokens_of_a_person on person_name_token (authority, person);
call keep_to_its_authority('person_name_token');
grant select, insert, delete on person_name_token to stepways_app;

create table family (
    authority   text        not null,
    id          uuid        not null,
    reference   text        not null,
    recorded_at timestamptz not null,
    constraint a_family_has_one_row primary key (authority, id),
    constraint a_family_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_family_reference_is_used_once unique (authority, reference)
);
call keep_to_its_authority('family');
grant select, insert on family to stepways_app;

create table family_member (
    authority    text not null,
    family       uuid not null,
    person       uuid not null,
    part         text not null,
    member_from  date,
    member_until date,
    constraint a_person_is_in_a_family_once primary key (authority, family, person),
    constraint a_member_is_of_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_member_is_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_member_is_a_child_or_an_adult check (part in ('child', 'adult')),
    constraint membership_ends_after_it_begins check (member_until >= member_from)
);
create index families_of_a_person on family_member (authority, person);
call keep_to_its_authority('family_member');
grant select, insert, update, delete on family_member to stepways_app;

create table relationship (
    authority               text        not null,
    id                      uuid        not null,
    person                  uuid        not null,
    other_person            uuid        not null,
    kind                    text        not null,
    parental_responsibility text        not null default 'not-known',
    since                   date,
    until                   date,
    recorded_at             timestamptz not null,
    constraint a_relationship_has_one_row primary key (authority, id),
    constraint a_relationship_is_of_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_relationship_is_to_a_known_person foreign key (authority, other_person) references person (authority, id),
    constraint nobody_is_related_to_themself check (person <> other_person),
    constraint parental_responsibility_is_yes_no_or_not_known check (parental_responsibility in ('yes', 'no', 'not-known')),
    constraint a_relationship_ends_after_it_begins check (until >= since)
);
comment on table relationship is 'person is the {kind} of other_person: mother, father, carer, sibling. Parental responsibility is person''s for other_person.';
create unique index a_running_relationship_is_recorded_once on relationship (authority, person, other_person, kind) where until is null;
create index relationships_to_a_person on relationship (authority, other_person);
call keep_to_its_authority('relationship');
grant select, insert, update on relationship to stepways_app;

create table household (
    authority   text        not null,
    id          uuid        not null,
    recorded_at timestamptz not null,
    constraint a_household_has_one_row primary key (authority, id),
    constraint a_household_belongs_to_an_authority foreign key (authority) references authority (id)
);
comment on table household is 'People who live together. A family may have several; a letter never places a household that is not its reader''s.';
call keep_to_its_authority('household');
grant select, insert on household to stepways_app;

create table household_member (
    authority   text not null,
    id          uuid not null,
    household   uuid not null,
    person      uuid not null,
    lived_from  date,
    lived_until date,
    constraint a_stay_in_a_household_has_one_row primary key (authority, id),
    constraint a_stay_is_in_a_known_household foreign key (authority, household) references household (authority, id),
    constraint a_stay_is_of_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_stay_ends_after_it_begins check (lived_until >= lived_from)
);
create unique index a_person_lives_once_in_a_household on household_member (authority, household, person) where lived_until is null;
create index households_of_a_person on household_member (authority, person);
call keep_to_its_authority('household_member');
grant select, insert, update on household_member to stepways_app;

create table address (
    authority    text        not null,
    id           uuid        not null,
    household    uuid        not null,
    lines        text        not null,
    postcode     text,
    uprn         text,
    lived_from   date,
    lived_until  date,
    recorded_at  timestamptz not null,
    constraint an_address_has_one_row primary key (authority, id),
    constraint an_address_is_of_a_known_household foreign key (authority, household) references household (authority, id),
    constraint an_address_ends_after_it_begins check (lived_until >= lived_from)
);
comment on column address.postcode is 'Upper case with one space, so that equal postcodes are equal.';
create index addresses_of_a_household on address (authority, household);
create index addresses_by_postcode on address (authority, postcode);
call keep_to_its_authority('address');
grant select, insert, update on address to stepways_app;

create table address_withheld (
    authority      text        not null,
    household      uuid        not null,
    withheld_from  uuid        not null,
    because        text        not null,
    withheld_since timestamptz not null,
    recorded_at    timestamptz not null,
    recorded_by    uuid,
    constraint an_address_is_withheld_from_a_person_once primary key (authority, household, withheld_from),
    constraint a_withheld_address_is_of_a_known_household foreign key (authority, household) references household (authority, id),
    constraint an_address_is_withheld_from_a_known_person foreign key (authority, withheld_from) references person (authority, id),
    constraint an_address_is_withheld_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id)
);
comment on table address_withheld is 'These people may not be told where the household lives, now or at any address it moves to.';
create index addresses_withheld_from_a_person on address_withheld (authority, withheld_from);
call keep_to_its_authority('address_withheld');
grant select, insert, update, delete on address_withheld to stepways_app;

create table partner_professional (
    authority    text        not null,
    id           uuid        not null,
    name         text        not null,
    job_title    text,
    organisation text        not null,
    email        text,
    telephone    text,
    recorded_at  timestamptz not null,
    constraint a_partner_professional_has_one_row primary key (authority, id),
    constraint a_partner_professional_belongs_to_an_authority foreign key (authority) references authority (id)
);
comment on table partner_professional is 'A school, health or voluntary worker who may lead the work with a family.';
create index partner_professionals_by_organisation on partner_professional (authority, organisation, name, id);
call keep_to_its_authority('partner_professional');
grant select, insert, update on partner_professional to stepways_app;
