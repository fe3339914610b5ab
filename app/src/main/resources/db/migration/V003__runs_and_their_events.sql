-- One row per child whose services a run can change. A commit raises the version of every child it touched,
-- so that two runs of one child cannot both win.
create table child_version (
    authority text   not null,
    child     uuid   not null,
    version   bigint not null default 1,
    constraint a_child_has_one_version primary key (authority, child),
    constraint a_version_is_of_a_known_person foreign key (authority, child) references person (authority, id)
);
call keep_to_its_authority('child_version');
grant select, insert on child_version to stepways_app;
grant update (version) on child_version to stepways_app;

create sequence reference_number minvalue 1001;
comment on sequence reference_number is 'Numbers for references such as T-3108. Gaps mean nothing.';
grant usage on sequence reference_number to stepways_app;

create table run (
    authority    text        not null,
    id           uuid        not null,
    reference    text        not null,
    kind         text        not null,
    pathway      text        not null,
    door         text        not null,
    pack_id      text        not null,
    pack_version text        not null,
    pack_hash    text        not null,
    family       uuid,
    divided_from uuid,
    stage        text,
    status       text        not null,
    version      bigint      not null,
    event_count  integer     not null,
    head_hash    bytea       not null,
    began_at     timestamptz not null,
    ended_at     timestamptz,
    recorded_at  timestamptz not null,
    constraint a_run_has_one_row primary key (authority, id),
    constraint a_run_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_run_reference_is_used_once unique (authority, reference),
    constraint a_route_is_part_of_its_run unique (authority, id, kind, pathway, door),
    constraint a_run_is_of_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_run_divides_from_a_known_run foreign key (authority, divided_from) references run (authority, id),
    constraint a_run_is_a_transfer_or_a_contact check (kind in ('transfer', 'contact')),
    constraint a_run_is_open_or_ended check (status in ('open', 'ended')),
    constraint an_ended_run_has_its_date check ((status = 'ended') = (ended_at is not null)),
    constraint an_open_run_is_in_a_stage check (status = 'ended' or stage is not null),
    constraint a_run_has_events check (event_count >= 1),
    constraint a_head_is_a_sha_256 check (octet_length(head_hash) = 32)
);
comment on table run is 'The children who travel together through a pathway. stage, status, counts and head are what its events say.';
create index open_runs_of_a_family on run (authority, family) where status = 'open';
create index open_runs_by_beginning on run (authority, began_at, id) where status = 'open';
create index runs_divided_from_a_run on run (authority, divided_from) where divided_from is not null;
call keep_to_its_authority('run');
grant select, insert on run to stepways_app;
grant update (pack_id, pack_version, pack_hash, family, stage, status, version, event_count, head_hash, ended_at) on run to stepways_app;

create table run_child (
    authority text        not null,
    run       uuid        not null,
    child     uuid        not null,
    kind      text        not null,
    pathway   text        not null,
    door      text        not null,
    joined_at timestamptz not null,
    left_at   timestamptz,
    constraint a_child_is_in_a_run_once primary key (authority, run, child),
    constraint a_child_travels_the_route_of_the_run foreign key (authority, run, kind, pathway, door) references run (authority, id, kind, pathway, door),
    constraint a_run_is_of_a_known_child foreign key (authority, child) references child_version (authority, child),
    constraint a_child_leaves_after_joining check (left_at >= joined_at)
);
comment on column run_child.left_at is 'Set when the run ends, or when the child goes on in a run of its own.';
create unique index a_child_has_one_open_transfer_on_a_route on run_child (authority, child, pathway, door) where kind = 'transfer' and left_at is null;
create index runs_of_a_child on run_child (authority, child, joined_at);
call keep_to_its_authority('run_child');
grant select, insert on run_child to stepways_app;
grant update (left_at) on run_child to stepways_app;

-- What happened, for ever. Identifiers, outcomes, dates and versions; never a name or a reason in words.
create table run_event (
    authority     text        not null,
    run           uuid        not null,
    seq           integer     not null,
    type          text        not null,
    payload       text        not null,
    happened_at   timestamptz not null,
    recorded_at   timestamptz not null,
    by_staff      uuid,
    by_job        text,
    previous_hash bytea,
    hash          bytea       not null,
    constraint an_event_has_its_place_in_its_run primary key (authority, run, seq),
    constraint an_event_is_of_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint an_event_is_by_staff_of_the_authority foreign key (authority, by_staff) references staff (authority, id),
    constraint an_event_is_by_one_person_or_one_job check (num_nonnulls(by_staff, by_job) = 1),
    constraint the_first_event_is_number_one check (seq >= 1),
    constraint only_the_first_event_has_none_before_it check ((seq = 1) = (previous_hash is null)),
    constraint a_payload_is_one_json_object check (payload is json object with unique keys),
    constraint a_hash_is_a_sha_256 check (octet_length(hash) = 32 and octet_length(previous_hash) = 32),
    constraint nothing_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on column run_event.payload is 'Canonical JSON, kept byte for byte as it was hashed.';
create index events_by_recording on run_event (authority, recorded_at, run, seq);
call keep_to_its_authority('run_event');
grant select, insert on run_event to stepways_app;

create function refuse_to_change_the_record() returns trigger
language plpgsql
as $$
begin
    raise exception using
        errcode = 'restrict_violation',
        message = format('rows of %s are never changed or removed', tg_table_name),
        hint = 'record a correction that names what it corrects';
end
$$;
create trigger events_are_never_changed before update or delete on run_event
    for each row execute function refuse_to_change_the_record();
create trigger events_are_never_emptied before truncate on run_event
    for each statement execute function refuse_to_change_the_record();

create table run_text (
    authority   text        not null,
    id          uuid        not null,
    run         uuid        not null,
    body        text,
    salt        bytea,
    written_by  uuid,
    recorded_at timestamptz not null,
    disposed_at timestamptz,
    constraint a_text_has_one_row primary key (authority, id),
    constraint a_text_is_of_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_text_is_written_by_staff_of_the_authority foreign key (authority, written_by) references staff (authority, id),
    constraint a_text_is_whole_or_disposed_of check (
        (disposed_at is null and body is not null and salt is not null and octet_length(salt) >= 16)
        or (disposed_at is not null and body is null and salt is null))
);
comment on table run_text is 'A reason or note in free words. Its event holds the SHA-256 of salt and body; disposal removes both and leaves the event true.';
create index texts_of_a_run on run_text (authority, run, recorded_at, id);
call keep_to_its_authority('run_text');
grant select, insert on run_text to stepways_app;
grant update (body, salt, disposed_at) on run_text to stepways_app;

create function let_a_text_only_be_disposed_of() returns trigger
language plpgsql
as $$
begin
    if old.disposed_at is not null or new.disposed_at is null then
        raise exception using
            errcode = 'restrict_violation',
            message = 'a text is never reworded, only disposed of',
            hint = 'record a correction that names what it corrects';
    end if;
    return new;
end
$$;
create trigger a_text_is_never_reworded before update on run_text
    for each row execute function let_a_text_only_be_disposed_of();

create table idempotency_key (
    authority   text        not null,
    key         text        not null,
    staff       uuid        not null,
    action      text        not null,
    answer      text        not null,
    recorded_at timestamptz not null,
    constraint a_form_is_sent_once primary key (authority, key),
    constraint a_form_is_sent_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id)
);
comment on column idempotency_key.answer is 'Where the first sending led; a second sending of the same form is led there too.';
create index keys_by_age on idempotency_key (authority, recorded_at);
call keep_to_its_authority('idempotency_key');
grant select, insert, delete on idempotency_key to stepways_app;
