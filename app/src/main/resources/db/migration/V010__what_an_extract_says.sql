-- What an extract of the case system says beside services and holders, kept as it was said: measures are worked out
-- from it, and nobody types it again. Free text of an extract (comments) is never stored.
alter table episode add column provider text;
alter table episode add column closed_in_words text;
comment on column episode.provider is 'The organisation that worked with the child, as the extract names it.';
comment on column episode.closed_in_words is 'Why it closed, in the source system''s own words; closed_because holds what the mapping makes of them.';
grant update (provider, closed_in_words) on episode to stepways_app;

create table source_contact (
    authority   text        not null,
    source_id   text        not null,
    child       uuid        not null,
    received_on date,
    source_code text,
    source_text text,
    outcomes    text[]      not null default '{}',
    batch       uuid        not null,
    recorded_at timestamptz not null,
    constraint a_contact_of_the_extract_has_one_row primary key (authority, source_id),
    constraint a_contact_of_the_extract_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint a_contact_of_the_extract_is_from_a_known_import foreign key (authority, batch) references import_batch (authority, id)
);
comment on table source_contact is 'A contact as the case system has it: from whom, and the outcomes it was given.';
create index contacts_of_the_extract_of_a_child on source_contact (authority, child, received_on);
call keep_to_its_authority('source_contact');
grant select, insert, update on source_contact to stepways_app;

create table source_referral (
    authority   text        not null,
    source_id   text        not null,
    child       uuid        not null,
    referred_on date        not null,
    source_code text,
    need_code   text,
    no_action   boolean     not null,
    close_code  text,
    closed_on   date,
    team        text,
    batch       uuid        not null,
    recorded_at timestamptz not null,
    constraint a_referral_of_the_extract_has_one_row primary key (authority, source_id),
    constraint a_referral_of_the_extract_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint a_referral_of_the_extract_is_from_a_known_import foreign key (authority, batch) references import_batch (authority, id),
    constraint a_referral_closes_after_it_is_made check (closed_on >= referred_on)
);
comment on table source_referral is 'A referral as the case system has it. no_action: it ended without an assessment.';
create index referrals_of_the_extract_of_a_child on source_referral (authority, child, referred_on);
call keep_to_its_authority('source_referral');
grant select, insert, update on source_referral to stepways_app;

create table source_assessment (
    authority     text        not null,
    source_id     text        not null,
    child         uuid        not null,
    referral      text,
    started_on    date,
    authorised_on date,
    child_seen    boolean,
    no_action     boolean,
    factors       text[]      not null default '{}',
    team          text,
    batch         uuid        not null,
    recorded_at   timestamptz not null,
    constraint an_assessment_of_the_extract_has_one_row primary key (authority, source_id),
    constraint an_assessment_of_the_extract_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint an_assessment_of_the_extract_is_from_a_known_import foreign key (authority, batch) references import_batch (authority, id),
    constraint an_assessment_is_authorised_after_it_starts check (authorised_on >= started_on)
);
comment on table source_assessment is 'An assessment as the case system has it.';
create index assessments_of_the_extract_of_a_child on source_assessment (authority, child, started_on);
call keep_to_its_authority('source_assessment');
grant select, insert, update on source_assessment to stepways_app;

create table source_plan (
    authority   text        not null,
    kind        text        not null,
    source_id   text        not null,
    child       uuid        not null,
    referral    text,
    began_on    date        not null,
    ended_on    date,
    detail      text,
    batch       uuid        not null,
    recorded_at timestamptz not null,
    constraint a_plan_of_the_extract_has_one_row primary key (authority, kind, source_id),
    constraint a_plan_of_the_extract_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint a_plan_of_the_extract_is_from_a_known_import foreign key (authority, batch) references import_batch (authority, id),
    constraint a_plan_is_of_a_known_kind check (kind in ('child-in-need', 'child-protection', 'looked-after')),
    constraint a_plan_ends_after_it_begins check (ended_on >= began_on)
);
comment on table source_plan is 'A plan or a time in care as the case system has it. detail: the category of abuse, or the reason care began.';
create index plans_of_the_extract_of_a_child on source_plan (authority, child, kind, began_on);
call keep_to_its_authority('source_plan');
grant select, insert, update on source_plan to stepways_app;
