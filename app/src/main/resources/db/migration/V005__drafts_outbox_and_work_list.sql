create table draft (
    authority    text        not null,
    staff        uuid        not null,
    form_key     text        not null,
    run          uuid,
    body         text        not null,
    form_version bigint,
    saved_at     timestamptz not null,
    constraint a_person_has_one_draft_of_a_form primary key (authority, staff, form_key),
    constraint a_draft_is_kept_for_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_draft_is_for_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_draft_is_one_json_object check (body is json object)
);
comment on table draft is 'What somebody has typed and not yet sent, valid or not.';
comment on column draft.form_version is 'The version of the run the form was opened on.';
create index drafts_by_age on draft (authority, saved_at);
call keep_to_its_authority('draft');
grant select, insert, update, delete on draft to stepways_app;

create table outbox (
    authority      text        not null,
    id             uuid        not null,
    send_key       text        not null,
    kind           text        not null,
    run            uuid,
    family         uuid,
    recipient      uuid,
    payload        text        not null,
    send_after     timestamptz not null,
    held_at        timestamptz,
    held_because   text,
    released_at    timestamptz,
    released_by    uuid,
    cancelled_at   timestamptz,
    cancelled_because text,
    attempts       integer     not null default 0,
    last_error     text,
    sent_at        timestamptz,
    recorded_at    timestamptz not null,
    constraint a_message_has_one_row primary key (authority, id),
    constraint a_message_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_message_is_queued_once unique (authority, send_key),
    constraint a_message_is_from_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_message_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_message_is_to_a_known_person foreign key (authority, recipient) references person (authority, id),
    constraint a_message_is_released_by_staff_of_the_authority foreign key (authority, released_by) references staff (authority, id),
    constraint a_message_is_one_json_object check (payload is json object),
    constraint a_hold_says_why check ((held_at is null) = (held_because is null)),
    constraint a_release_ends_a_hold_and_names_who check ((released_at is null) = (released_by is null) and (released_at is null or held_at is not null)),
    constraint a_cancelled_message_says_why check ((cancelled_at is null) = (cancelled_because is null)),
    constraint a_held_message_is_not_sent check (sent_at is null or held_at is null or released_at is not null),
    constraint a_cancelled_message_is_not_sent check (sent_at is null or cancelled_at is null)
);
comment on table outbox is 'Everything that leaves: mail, letters, invitations, notices, calendar entries, files. Written with the decision, sent later, once.';
comment on column outbox.family is 'Set where the message goes to the family: the harm route holds these until a manager releases each.';
comment on column outbox.send_key is 'What makes the message the same message, so that it is queued once.';
create index messages_to_send on outbox (authority, send_after, id)
    where sent_at is null and cancelled_at is null and (held_at is null or released_at is not null);
create index messages_waiting_of_a_family on outbox (authority, family) where sent_at is null and cancelled_at is null and family is not null;
create index messages_of_a_run on outbox (authority, run, recorded_at);
call keep_to_its_authority('outbox');
grant select, insert on outbox to stepways_app;
grant update (send_after, held_at, held_because, released_at, released_by, cancelled_at, cancelled_because, attempts, last_error, sent_at) on outbox to stepways_app;

create table work_item (
    authority           text        not null,
    run                 uuid        not null,
    item                text        not null,
    title               text        not null,
    child               uuid,
    staff               uuid,
    team                text,
    role                text,
    urgent              boolean     not null default false,
    arrived_at          timestamptz not null,
    due_at              timestamptz,
    due_sum             text,
    clauses             text[]      not null default '{}',
    overdue_recorded_at timestamptz,
    constraint an_item_of_a_run_has_one_row primary key (authority, run, item),
    constraint an_item_is_of_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint an_item_is_about_a_known_person foreign key (authority, child) references person (authority, id),
    constraint an_item_waits_for_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint an_item_waits_for_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint an_item_has_an_owner check (num_nonnulls(staff, team) >= 1),
    constraint a_due_sum_is_one_json_object check (due_sum is json object),
    constraint a_sum_and_a_date_come_together check (due_at is not null or due_sum is null)
);
comment on table work_item is 'A read model: what each open run waits for, and whom. Written again with every step of the run.';
comment on column work_item.due_sum is 'How the date was reached: start, unit, days skipped, clause.';
comment on column work_item.overdue_recorded_at is 'When the passing of the due date was written into the run; the date has passed whether or not it was.';
create index work_of_staff_by_due_date on work_item (authority, staff, due_at, run, item) where staff is not null;
create index work_of_a_team_oldest_first on work_item (authority, team, arrived_at, run, item) where team is not null;
create index work_whose_due_date_is_not_yet_recorded on work_item (authority, due_at, run, item) where due_at is not null and overdue_recorded_at is null;
call keep_to_its_authority('work_item');
grant select, insert, update, delete on work_item to stepways_app;

create table access_log (
    authority text        not null,
    id        uuid        not null,
    at        timestamptz not null,
    staff     uuid,
    job       text,
    act       text        not null,
    person    uuid,
    family    uuid,
    run       uuid,
    purpose   text,
    sought    text,
    constraint a_read_has_one_row primary key (authority, id),
    constraint a_read_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_read_is_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_read_is_by_one_person_or_one_job check (num_nonnulls(staff, job) = 1)
);
comment on table access_log is 'Every search and every opening of a record: who, when, what, why. It names people without a foreign key, so that it outlives them.';
create index reads_of_a_person on access_log (authority, person, at) where person is not null;
create index reads_of_a_family on access_log (authority, family, at) where family is not null;
create index reads_of_a_run on access_log (authority, run, at) where run is not null;
create index reads_by_staff on access_log (authority, staff, at);
call keep_to_its_authority('access_log');
grant select, insert on access_log to stepways_app;
create trigger reads_are_never_changed before update or delete on access_log
    for each row execute function refuse_to_change_the_record();
create trigger reads_are_never_emptied before truncate on access_log
    for each statement execute function refuse_to_change_the_record();
