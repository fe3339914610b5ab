-- Handing on a family outside a run: who, why and when, and what became of each child. Only ever added to.
create table staffing_act (
    authority   text        not null,
    id          uuid        not null,
    kind        text        not null,
    team        text,
    away        uuid,
    reason      text        not null default '',
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_staffing_act_has_one_row primary key (authority, id),
    constraint a_staffing_act_is_for_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint a_staffing_act_hands_on_from_staff_of_the_authority foreign key (authority, away) references staff (authority, id),
    constraint a_staffing_act_is_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_staffing_act_is_of_a_known_kind check (kind in ('allocated', 'taken', 'given-back', 'leaving', 'sickness', 'handed-on')),
    constraint a_family_is_given_back_or_handed_on_with_a_reason check (kind in ('allocated', 'taken') or reason <> ''),
    constraint no_staffing_act_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on table staffing_act is 'One act of allocating, taking, giving back or handing on, for one child or for many. Its id is the key of the form that was sent, so that a form sent twice is one act.';
create index staffing_acts_of_somebody_away on staffing_act (authority, away, recorded_at) where away is not null;
call keep_to_its_authority('staffing_act');
grant select, insert on staffing_act to stepways_app;
create trigger staffing_acts_are_never_changed before update or delete on staffing_act
    for each row execute function refuse_to_change_the_record();
create trigger staffing_acts_are_never_emptied before truncate on staffing_act
    for each statement execute function refuse_to_change_the_record();

create table staffing_act_row (
    authority   text        not null,
    act         uuid        not null,
    subject     text        not null,
    child       uuid,
    run         uuid,
    part        text        not null default 'lead',
    from_staff  uuid,
    from_team   text,
    from_partner uuid,
    to_staff    uuid,
    to_team     text,
    ended       uuid,
    begun       uuid,
    why_not     text,
    recorded_at timestamptz not null,
    constraint each_subject_of_an_act_has_one_row primary key (authority, act, subject),
    constraint a_row_is_of_a_known_act foreign key (authority, act) references staffing_act (authority, id),
    constraint a_row_is_about_a_known_child foreign key (authority, child) references person (authority, id),
    constraint a_row_is_about_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_row_hands_on_from_staff_of_the_authority foreign key (authority, from_staff) references staff (authority, id),
    constraint a_row_hands_on_from_a_team_of_the_authority foreign key (authority, from_team) references team (authority, id),
    constraint a_row_hands_on_from_a_known_partner foreign key (authority, from_partner) references partner_professional (authority, id),
    constraint a_row_hands_on_to_staff_of_the_authority foreign key (authority, to_staff) references staff (authority, id),
    constraint a_row_hands_on_to_a_team_of_the_authority foreign key (authority, to_team) references team (authority, id),
    constraint a_row_ends_a_known_allocation foreign key (authority, ended) references allocation (authority, id),
    constraint a_row_begins_a_known_allocation foreign key (authority, begun) references allocation (authority, id),
    constraint a_row_is_about_a_child_or_a_run check (num_nonnulls(child, run) >= 1),
    constraint a_row_is_about_a_lead_or_a_co_worker check (part in ('lead', 'co-worker')),
    constraint a_row_was_done_or_says_why_not check (why_not is null or (ended is null and begun is null))
);
comment on table staffing_act_row is 'What became of one child, or of one step of a run, in an act: done, or why not.';
create index staffing_acts_about_a_child on staffing_act_row (authority, child, recorded_at) where child is not null;
call keep_to_its_authority('staffing_act_row');
grant select, insert on staffing_act_row to stepways_app;
create trigger rows_of_a_staffing_act_are_never_changed before update or delete on staffing_act_row
    for each row execute function refuse_to_change_the_record();
create trigger rows_of_a_staffing_act_are_never_emptied before truncate on staffing_act_row
    for each statement execute function refuse_to_change_the_record();

-- A child who is open to a service, or in an open run, is never without an accountable holder: what ends one begins the
-- next in the same transaction, or closes the last service.
create function keep_every_child_held() returns trigger
language plpgsql
as $$
begin
    if exists (select
                 from allocation a
                where a.authority = new.authority
                  and a.child = new.child
                  and a.part = 'lead'
                  and a.held_until is null)
       or not exists (select
                        from episode e
                       where e.authority = new.authority
                         and e.child = new.child
                         and e.closed_at is null)
    then
        return null;
    end if;
    raise exception using
        errcode = 'check_violation',
        constraint = 'a_child_open_to_a_service_has_an_accountable_holder',
        table = 'allocation',
        message = 'a child who is open to a service cannot be left without an accountable holder',
        hint = 'begin the next allocation in the transaction that ends this one';
end
$$;
create constraint trigger a_child_open_to_a_service_has_an_accountable_holder
    after update of held_until on allocation
    deferrable initially deferred
    for each row
    when (new.part = 'lead' and new.held_until is not null)
    execute function keep_every_child_held();

-- Nobody has room: raised at once with the role that the procedure names, until somebody is named or it is answered.
create table capacity_call (
    authority   text        not null,
    id          uuid        not null,
    team        text        not null,
    family      uuid,
    run         uuid,
    role        text        not null,
    words       text        not null default '',
    in_the_run  boolean     not null default false,
    raised_at   timestamptz not null,
    raised_by   uuid        not null,
    ended_at    timestamptz,
    ended_by    uuid,
    answer      text,
    constraint a_capacity_call_has_one_row primary key (authority, id),
    constraint a_capacity_call_is_for_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint a_capacity_call_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_capacity_call_is_about_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_capacity_call_is_raised_by_staff_of_the_authority foreign key (authority, raised_by) references staff (authority, id),
    constraint a_capacity_call_is_ended_by_staff_of_the_authority foreign key (authority, ended_by) references staff (authority, id),
    constraint a_capacity_call_that_ended_says_who_and_how check (num_nulls(ended_at, ended_by, answer) in (0, 3)),
    constraint a_capacity_call_ends_after_it_is_raised check (ended_at >= raised_at)
);
comment on table capacity_call is 'Nobody in a team is free for a family. role is whom it was raised with; in_the_run says that the run holds it too, and has told the role itself.';
create unique index a_family_is_raised_once_with_a_team_at_a_time on capacity_call (authority, team, family) where ended_at is null and family is not null;
create index open_capacity_calls_of_a_role on capacity_call (authority, role, raised_at) where ended_at is null;
create index capacity_calls_of_a_team on capacity_call (authority, team, raised_at);
call keep_to_its_authority('capacity_call');
grant select, insert on capacity_call to stepways_app;
grant update (ended_at, ended_by, answer) on capacity_call to stepways_app;

-- Why somebody is away, with or without a deputy: leave, sickness, or gone from the council.
create table absence (
    authority   text        not null,
    id          uuid        not null,
    staff       uuid        not null,
    kind        text        not null,
    from_at     timestamptz not null,
    until_at    timestamptz,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    ended_at    timestamptz,
    ended_by    uuid,
    constraint an_absence_has_one_row primary key (authority, id),
    constraint an_absence_is_of_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint an_absence_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint an_absence_is_ended_by_staff_of_the_authority foreign key (authority, ended_by) references staff (authority, id),
    constraint an_absence_is_leave_sickness_or_leaving check (kind in ('leave', 'sickness', 'leaving')),
    constraint an_absence_ends_after_it_begins check (until_at > from_at),
    constraint an_ended_absence_says_who check ((ended_at is null) = (ended_by is null))
);
comment on table absence is 'until_at is when somebody is expected back; null where nobody knows. ended_at is when they were back, or when it was taken off as a mistake.';
create index running_absences_of_staff on absence (authority, staff, from_at) where ended_at is null;
call keep_to_its_authority('absence');
grant select, insert on absence to stepways_app;
grant update (ended_at, ended_by) on absence to stepways_app;

-- Who changed the rota and the covers, and what stood there before.
create table staffing_change (
    authority   text        not null,
    id          uuid        not null,
    about       text        not null,
    changed     text        not null,
    team        text,
    staff       uuid        not null,
    deputy      uuid,
    from_at     timestamptz not null,
    until_at    timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_staffing_change_has_one_row primary key (authority, id),
    constraint a_staffing_change_is_for_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint a_staffing_change_is_about_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_staffing_change_names_a_deputy_of_the_authority foreign key (authority, deputy) references staff (authority, id),
    constraint a_staffing_change_is_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_staffing_change_is_about_a_duty_or_a_cover check ((about = 'duty' and team is not null and deputy is null) or (about = 'cover' and team is null and deputy is not null)),
    constraint a_staffing_change_adds_ends_or_removes check (changed in ('added', 'ended', 'removed'))
);
create index staffing_changes_of_a_team on staffing_change (authority, team, recorded_at) where team is not null;
create index staffing_changes_of_staff on staffing_change (authority, staff, recorded_at);
call keep_to_its_authority('staffing_change');
grant select, insert on staffing_change to stepways_app;
create trigger staffing_changes_are_never_changed before update or delete on staffing_change
    for each row execute function refuse_to_change_the_record();
create trigger staffing_changes_are_never_emptied before truncate on staffing_change
    for each statement execute function refuse_to_change_the_record();
