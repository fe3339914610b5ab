-- Whom to ring: numbers of people and of teams, and what a council sets for itself.
alter table staff add column telephone text;
alter table team add column telephone text;

create table authority_setting (
    authority   text        not null,
    name        text        not null,
    value       text        not null,
    set_by      uuid,
    recorded_at timestamptz not null,
    constraint a_setting_is_set_once primary key (authority, name),
    constraint a_setting_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_setting_is_set_by_staff_of_the_authority foreign key (authority, set_by) references staff (authority, id),
    constraint a_setting_has_a_short_lower_case_name check (name ~ '^[a-z][a-z0-9-]{1,59}$')
);
comment on table authority_setting is 'What a council decides for itself: its out-of-hours line, its office hours, after how many minutes a harm call goes to the next person, whom to write to about accessibility and privacy.';
call keep_to_its_authority('authority_setting');
grant select, insert, update, delete on authority_setting to stepways_app;

-- A harm call stands by itself: it needs no run, no family and no known child, and nothing can refuse it.
create table harm_call (
    authority      text        not null,
    id             uuid        not null,
    raised_by      uuid        not null,
    raised_at      timestamptz not null,
    from_run       uuid,
    run            uuid,
    family         uuid,
    about          text        not null default '',
    birth_date     date,
    place          text        not null default '',
    confirmed_at   timestamptz,
    confirmed_staff uuid,
    confirmed_name text,
    mistake_at     timestamptz,
    constraint a_harm_call_has_one_row primary key (authority, id),
    constraint a_harm_call_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_harm_call_is_raised_by_staff_of_the_authority foreign key (authority, raised_by) references staff (authority, id),
    constraint a_harm_call_comes_from_a_known_run foreign key (authority, from_run) references run (authority, id),
    constraint a_harm_call_is_recorded_in_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_harm_call_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_harm_call_is_confirmed_by_staff_of_the_authority foreign key (authority, confirmed_staff) references staff (authority, id),
    constraint a_confirmation_names_a_person check ((confirmed_at is null) = (confirmed_name is null)),
    constraint nobody_confirms_before_the_call check (confirmed_at >= raised_at)
);
comment on table harm_call is 'Harm now. about, birth_date and place are what the caller knew where no family was known; run is the urgent run that records what follows.';
create index harm_calls_nobody_confirmed on harm_call (authority, raised_at, id) where confirmed_at is null and mistake_at is null;
create index harm_calls_of_a_family on harm_call (authority, family, raised_at) where family is not null;
create index harm_calls_of_a_run on harm_call (authority, run) where run is not null;
call keep_to_its_authority('harm_call');
grant select, insert on harm_call to stepways_app;
grant update (run, family, about, birth_date, place, confirmed_at, confirmed_staff, confirmed_name, mistake_at) on harm_call to stepways_app;

create table harm_call_ring (
    authority text    not null,
    call      uuid    not null,
    position  integer not null,
    staff     uuid,
    name      text    not null,
    role      text    not null,
    telephone text    not null,
    constraint a_place_in_the_order_is_taken_once primary key (authority, call, position),
    constraint somebody_is_rung_about_a_known_call foreign key (authority, call) references harm_call (authority, id),
    constraint somebody_rung_is_staff_of_the_authority foreign key (authority, staff) references staff (authority, id)
);
comment on table harm_call_ring is 'Whom to ring about a call, in order, as it stood when the call was raised.';
call keep_to_its_authority('harm_call_ring');
grant select, insert on harm_call_ring to stepways_app;

create table harm_call_child (
    authority   text        not null,
    id          uuid        not null,
    call        uuid        not null,
    person      uuid,
    name        text        not null default '',
    seen        text        not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_word_about_a_child_has_one_row primary key (authority, id),
    constraint a_word_about_a_child_is_of_a_known_call foreign key (authority, call) references harm_call (authority, id),
    constraint a_word_about_a_child_is_about_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_word_about_a_child_is_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_child_is_worried_about_safe_or_not_seen check (seen in ('worried', 'safe', 'not-seen')),
    constraint a_child_of_a_call_is_known_or_named check (person is not null or name <> '')
);
create index children_of_a_harm_call on harm_call_child (authority, call, recorded_at, id);
call keep_to_its_authority('harm_call_child');
grant select, insert on harm_call_child to stepways_app;

create table harm_call_step (
    authority   text        not null,
    id          uuid        not null,
    call        uuid        not null,
    kind        text        not null,
    words       text        not null default '',
    position    integer,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid,
    constraint a_step_of_a_call_has_one_row primary key (authority, id),
    constraint a_step_is_of_a_known_call foreign key (authority, call) references harm_call (authority, id),
    constraint a_step_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_step_is_of_a_known_kind check (kind in ('raised', 'no-answer', 'passed-on', 'told', 'seen', 'linked', 'released', 'mistake')),
    constraint a_call_is_passed_on_once_to_each unique (authority, call, kind, position),
    constraint no_step_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on table harm_call_step is 'What was done about a call, in order. A call passes on to the next person by itself while nobody has confirmed: then nobody recorded it.';
create index steps_of_a_harm_call on harm_call_step (authority, call, happened_at, id);
call keep_to_its_authority('harm_call_step');
grant select, insert on harm_call_step to stepways_app;
