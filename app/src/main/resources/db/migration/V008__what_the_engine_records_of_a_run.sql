-- Harm now is a run of its own kind; an event says in which role it was done.
alter table run drop constraint a_run_is_a_transfer_or_a_contact;
alter table run add constraint a_run_is_a_transfer_a_contact_or_urgent check (kind in ('transfer', 'contact', 'urgent'));
alter table run_event add column role text not null default '';

-- Asking can put a child at further risk: then it is not asked, with a reason.
alter table agreement drop constraint an_agreement_is_asked_given_refused_or_withdrawn;
alter table agreement add constraint an_agreement_has_a_known_answer
    check (status in ('asked', 'given', 'refused', 'withdrawn', 'unsafe-to-ask'));

-- What an open run keeps open beside itself: another run of the child may not close it.
create table run_line (
    authority text not null,
    run       uuid not null,
    line      text not null,
    service   text not null,
    constraint a_line_runs_once_beside_a_run primary key (authority, run, line),
    constraint a_line_runs_beside_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred
);
call keep_to_its_authority('run_line');
grant select, insert, delete on run_line to stepways_app;
