create table import_batch (
    authority   text        not null,
    id          uuid        not null,
    kind        text        not null,
    source      text        not null,
    fingerprint bytea       not null,
    extract_to  date,
    counts      text,
    began_at    timestamptz not null,
    finished_at timestamptz,
    by_staff    uuid,
    constraint an_import_has_one_row primary key (authority, id),
    constraint an_import_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint an_import_is_by_staff_of_the_authority foreign key (authority, by_staff) references staff (authority, id),
    constraint a_fingerprint_is_a_sha_256 check (octet_length(fingerprint) = 32),
    constraint counts_are_one_json_object check (counts is json object),
    constraint an_import_finishes_after_it_begins check (finished_at >= began_at)
);
comment on column import_batch.fingerprint is 'SHA-256 over the files, so that the same extract is recognised.';
comment on column import_batch.extract_to is 'The last day the extract speaks of.';
create index imports_by_time on import_batch (authority, began_at);
call keep_to_its_authority('import_batch');
grant select, insert on import_batch to stepways_app;
grant update (counts, finished_at) on import_batch to stepways_app;

create table import_row_error (
    authority  text    not null,
    batch      uuid    not null,
    number     integer not null,
    file       text    not null,
    row_number integer not null,
    field      text,
    message    text    not null,
    constraint a_row_error_has_its_number primary key (authority, batch, number),
    constraint a_row_error_is_of_a_known_import foreign key (authority, batch) references import_batch (authority, id)
);
call keep_to_its_authority('import_row_error');
grant select, insert on import_row_error to stepways_app;

create table document (
    authority       text        not null,
    id              uuid        not null,
    child           uuid,
    family          uuid,
    run             uuid,
    kind            text        not null,
    title           text        not null,
    dated           date        not null,
    version         integer     not null default 1,
    replaces        uuid,
    media_type      text,
    size_bytes      bigint,
    content_hash    bytea,
    storage_ref     text,
    recorded_at     timestamptz not null,
    recorded_by     uuid,
    source          text        not null,
    constraint a_document_has_one_row primary key (authority, id),
    constraint a_document_is_about_a_child_or_a_family check (num_nonnulls(child, family) >= 1),
    constraint a_document_is_of_a_known_child foreign key (authority, child) references person (authority, id),
    constraint a_document_is_of_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_document_is_of_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_document_replaces_a_known_document foreign key (authority, replaces) references document (authority, id),
    constraint a_document_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_document_is_replaced_once unique (authority, replaces),
    constraint a_later_version_replaces_an_earlier_one check ((version = 1) = (replaces is null)),
    constraint document_source_is_import_person_or_invented check (source in ('import', 'person', 'invented'))
);
comment on column document.dated is 'The day the document speaks from: its age is counted from here, not from the day it was filed.';
comment on column document.storage_ref is 'Null where the document is kept in the council''s case system and only noted here.';
create index documents_of_a_child on document (authority, child, kind, dated);
create index documents_of_a_family on document (authority, family, kind, dated);
call keep_to_its_authority('document');
grant select, insert on document to stepways_app;

create table episode (
    authority     text        not null,
    id            uuid        not null,
    child         uuid        not null,
    service       text        not null,
    opened_at     timestamptz not null,
    closed_at     timestamptz,
    closed_because text,
    source_system text,
    source_id     text,
    opened_by_run uuid,
    closed_by_run uuid,
    recorded_at   timestamptz not null,
    constraint an_episode_has_one_row primary key (authority, id),
    constraint an_episode_is_of_a_known_child foreign key (authority, child) references child_version (authority, child),
    constraint an_episode_is_opened_by_a_known_run foreign key (authority, opened_by_run) references run (authority, id) deferrable initially deferred,
    constraint an_episode_is_closed_by_a_known_run foreign key (authority, closed_by_run) references run (authority, id) deferrable initially deferred,
    constraint an_episode_of_a_system_is_recorded_once unique (authority, source_system, source_id),
    constraint an_episode_closes_after_it_opens check (closed_at >= opened_at),
    constraint only_a_closed_episode_has_a_closing_reason check (closed_at is not null or closed_because is null)
);
create unique index a_child_is_open_once_to_a_service on episode (authority, child, service) where closed_at is null;
create index episodes_of_a_child on episode (authority, child, opened_at);
create index open_episodes_of_a_service on episode (authority, service, opened_at, id) where closed_at is null;
call keep_to_its_authority('episode');
grant select, insert on episode to stepways_app;
grant update (opened_at, closed_at, closed_because, closed_by_run) on episode to stepways_app;

create table allocation (
    authority    text        not null,
    id           uuid        not null,
    child        uuid        not null,
    part         text        not null,
    staff        uuid,
    duty_of_team text,
    partner      uuid,
    worker_role  text,
    service      text        not null,
    held_from    timestamptz not null,
    held_until   timestamptz,
    begun_by_run uuid,
    ended_by_run uuid,
    recorded_at  timestamptz not null,
    recorded_by  uuid,
    constraint an_allocation_has_one_row primary key (authority, id),
    constraint an_allocation_is_of_a_known_child foreign key (authority, child) references child_version (authority, child),
    constraint an_allocation_is_to_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint an_allocation_is_to_the_duty_holder_of_a_known_team foreign key (authority, duty_of_team) references team (authority, id),
    constraint an_allocation_is_to_a_known_partner foreign key (authority, partner) references partner_professional (authority, id),
    constraint an_allocation_is_begun_by_a_known_run foreign key (authority, begun_by_run) references run (authority, id) deferrable initially deferred,
    constraint an_allocation_is_ended_by_a_known_run foreign key (authority, ended_by_run) references run (authority, id) deferrable initially deferred,
    constraint an_allocation_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint an_allocation_is_to_one_holder check (num_nonnulls(staff, duty_of_team, partner) = 1),
    constraint an_allocation_is_lead_or_co_worker check (part in ('lead', 'co-worker')),
    constraint an_allocation_ends_after_it_begins check (held_until >= held_from),
    constraint a_child_has_one_accountable_holder_at_a_time exclude using gist (
        authority with =, child with =, tstzrange(held_from, held_until) with &&)
        where (part = 'lead')
);
comment on table allocation is 'Who holds the child: lead is the one accountable holder, a named practitioner, a named team''s duty holder or a partner''s lead.';
create index allocations_of_a_child on allocation (authority, child, held_from);
create index running_allocations_of_staff on allocation (authority, staff, held_from, id) where held_until is null and staff is not null;
create index running_allocations_of_a_duty_team on allocation (authority, duty_of_team, held_from, id) where held_until is null and duty_of_team is not null;
create index running_allocations_of_a_partner on allocation (authority, partner, held_from, id) where held_until is null and partner is not null;
call keep_to_its_authority('allocation');
grant select, insert on allocation to stepways_app;
grant update (held_from, held_until, ended_by_run) on allocation to stepways_app;

-- A ledger: each asking, giving, refusing and withdrawing is a row of its own.
create table agreement (
    authority     text        not null,
    id            uuid        not null,
    child         uuid        not null,
    agreement_key text        not null,
    scope         text        not null default '',
    status        text        not null,
    asked_of      uuid,
    asked_by      uuid,
    evidence      uuid,
    note          uuid,
    run           uuid,
    corrects      uuid,
    happened_at   timestamptz not null,
    recorded_at   timestamptz not null,
    recorded_by   uuid,
    source        text        not null,
    constraint an_agreement_has_one_row primary key (authority, id),
    constraint an_agreement_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint an_agreement_is_asked_of_a_known_person foreign key (authority, asked_of) references person (authority, id),
    constraint an_agreement_is_asked_by_staff_of_the_authority foreign key (authority, asked_by) references staff (authority, id),
    constraint an_agreement_is_evidenced_by_a_known_document foreign key (authority, evidence) references document (authority, id),
    constraint an_agreement_is_noted_in_a_known_text foreign key (authority, note) references run_text (authority, id),
    constraint an_agreement_is_recorded_in_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint an_agreement_corrects_a_known_one foreign key (authority, corrects) references agreement (authority, id),
    constraint an_agreement_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint an_agreement_is_asked_given_refused_or_withdrawn check (status in ('asked', 'given', 'refused', 'withdrawn')),
    constraint agreement_source_is_import_person_or_invented check (source in ('import', 'person', 'invented')),
    constraint no_agreement_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on column agreement.scope is 'With whom and for what, in the pack''s words; empty where the agreement has one scope only.';
create index agreements_of_a_child on agreement (authority, child, agreement_key, happened_at, recorded_at);
call keep_to_its_authority('agreement');
grant select, insert on agreement to stepways_app;

create table lawful_basis (
    authority   text        not null,
    id          uuid        not null,
    child       uuid        not null,
    basis       text        not null,
    shared_what text        not null,
    shared_with text        not null,
    reason      uuid,
    run         uuid,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_lawful_basis_has_one_row primary key (authority, id),
    constraint a_lawful_basis_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint a_lawful_basis_is_reasoned_in_a_known_text foreign key (authority, reason) references run_text (authority, id),
    constraint a_lawful_basis_is_recorded_in_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_lawful_basis_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint no_basis_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on table lawful_basis is 'Why information was shared without agreement: kept apart from agreements.';
create index lawful_bases_of_a_child on lawful_basis (authority, child, happened_at);
call keep_to_its_authority('lawful_basis');
grant select, insert on lawful_basis to stepways_app;

create table child_fact (
    authority   text        not null,
    id          uuid        not null,
    child       uuid        not null,
    key         text        not null,
    value       text        not null,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid,
    run         uuid,
    batch       uuid,
    corrects    uuid,
    source      text        not null,
    constraint a_fact_has_one_row primary key (authority, id),
    constraint a_fact_is_of_a_known_child foreign key (authority, child) references child_version (authority, child),
    constraint a_fact_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_fact_is_recorded_in_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_fact_is_from_a_known_import foreign key (authority, batch) references import_batch (authority, id),
    constraint a_fact_corrects_a_known_fact foreign key (authority, corrects) references child_fact (authority, id),
    constraint a_fact_source_is_import_person_or_invented check (source in ('import', 'person', 'invented'))
);
comment on table child_fact is 'What the pack reads of a child beside services and agreements: legal status, plan, review and hearing dates. The latest that has happened holds; a correction takes the place of what it names.';
create index facts_of_a_child on child_fact (authority, child, key, happened_at, recorded_at);
call keep_to_its_authority('child_fact');
grant select, insert on child_fact to stepways_app;
