-- The visit at which both practitioners meet the family, or the recorded reason why there was none. A correction is a
-- row of its own that names the one it corrects; both stay readable.
create table handover_visit (
    authority   text        not null,
    id          uuid        not null,
    run         uuid        not null,
    form_key    text        not null,
    kind        text        not null,
    happened_at timestamptz not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    place       text        not null default '',
    said        text        not null,
    wanted      text        not null default '',
    explained   text        not null default '',
    corrects    uuid,
    because     text,
    constraint a_handover_visit_has_one_row primary key (authority, id),
    constraint a_handover_visit_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_handover_visit_is_recorded_once unique (authority, form_key),
    constraint a_handover_visit_is_corrected_once unique (authority, corrects),
    constraint a_handover_visit_is_of_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_handover_visit_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_correction_names_a_known_visit foreign key (authority, corrects) references handover_visit (authority, id),
    constraint a_correction_of_a_visit_says_why check ((corrects is null) = (because is null)),
    constraint a_handover_visit_was_held_or_was_not_possible check (kind in ('held', 'not-possible', 'never')),
    constraint a_visit_that_was_not_possible_is_explained check (kind <> 'not-possible' or explained <> ''),
    constraint a_visit_says_something check (said <> '')
);
comment on table handover_visit is 'held: said is what was said, wanted is what the family wants the new worker to know. not-possible: said is why, explained is what the family was told. never: takes back a visit recorded by mistake.';
create index handover_visits_of_a_run on handover_visit (authority, run, recorded_at, id);
call keep_to_its_authority('handover_visit');
grant select, insert on handover_visit to stepways_app;
create trigger visits_are_never_changed before update or delete on handover_visit
    for each row execute function refuse_to_change_the_record();

create table handover_present (
    authority text    not null,
    visit     uuid    not null,
    position  integer not null,
    staff     uuid,
    person    uuid,
    name      text    not null,
    constraint somebody_present_has_a_place primary key (authority, visit, position),
    constraint somebody_was_present_at_a_known_visit foreign key (authority, visit) references handover_visit (authority, id),
    constraint staff_present_are_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_person_present_is_a_known_person foreign key (authority, person) references person (authority, id),
    constraint somebody_present_is_staff_or_of_the_family check (num_nonnulls(staff, person) <= 1)
);
comment on table handover_present is 'Who was there: practitioners, children, parents. name is what was shown then; a partner may be neither staff nor of the family.';
call keep_to_its_authority('handover_present');
grant select, insert on handover_present to stepways_app;

-- "Tell it once": the receiver has read what the family has been asked already.
create table handover_read (
    authority text        not null,
    id        uuid        not null,
    run       uuid        not null,
    staff     uuid        not null,
    read_at   timestamptz not null,
    up_to     integer     not null,
    answers   integer     not null,
    constraint a_handover_reading_has_one_row primary key (authority, id),
    constraint a_reading_is_confirmed_once unique (authority, run, staff, up_to),
    constraint a_reading_is_of_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_reading_is_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_reading_goes_up_to_an_event check (up_to >= 1)
);
comment on table handover_read is 'up_to is the newest entry of the run that the reader had before them, answers how many answers stood there.';
call keep_to_its_authority('handover_read');
grant select, insert on handover_read to stepways_app;

-- A request goes back with exactly one thing missing. The question in the run's history carries the words.
create table returned_request (
    authority   text        not null,
    run         uuid        not null,
    question    text        not null,
    item        text,
    subject     text        not null default '',
    receiver    uuid        not null,
    recorded_at timestamptz not null,
    constraint a_return_is_one_question primary key (authority, run, question),
    constraint a_return_is_of_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_return_is_by_staff_of_the_authority foreign key (authority, receiver) references staff (authority, id)
);
comment on table returned_request is 'item is the thing of the procedure that is missing; null where the receiver named it in words. receiver gets it back.';
call keep_to_its_authority('returned_request');
grant select, insert on returned_request to stepways_app;

-- Managers disagree: each side writes its own view of the same evidence.
create table dispute_view (
    authority   text        not null,
    id          uuid        not null,
    run         uuid        not null,
    raised      integer     not null,
    side        text        not null,
    words       text        not null,
    written_by  uuid        not null,
    role        text        not null,
    form_key    text        not null,
    recorded_at timestamptz not null,
    constraint a_view_of_a_side_has_one_row primary key (authority, id),
    constraint a_view_of_a_side_is_sent_once unique (authority, form_key),
    constraint a_view_is_about_a_known_disagreement foreign key (authority, run, raised) references run_event (authority, run, seq),
    constraint a_view_is_by_staff_of_the_authority foreign key (authority, written_by) references staff (authority, id),
    constraint a_view_is_of_one_side check (side in ('sending', 'receiving', 'other')),
    constraint a_view_says_something check (words <> '')
);
comment on table dispute_view is 'raised is the entry with which the disagreement began. The newest view of a side stands; earlier ones stay readable.';
create index views_of_a_disagreement on dispute_view (authority, run, raised, recorded_at, id);
call keep_to_its_authority('dispute_view');
grant select, insert on dispute_view to stepways_app;
create trigger views_are_never_changed before update or delete on dispute_view
    for each row execute function refuse_to_change_the_record();

-- Who does what for the children until it is decided. A new text needs both sides again.
create table holding_plan (
    authority   text        not null,
    id          uuid        not null,
    run         uuid        not null,
    raised      integer     not null,
    words       text        not null,
    written_by  uuid        not null,
    side        text        not null,
    form_key    text        not null,
    recorded_at timestamptz not null,
    constraint a_holding_plan_has_one_row primary key (authority, id),
    constraint a_holding_plan_is_sent_once unique (authority, form_key),
    constraint a_holding_plan_is_about_a_known_disagreement foreign key (authority, run, raised) references run_event (authority, run, seq),
    constraint a_holding_plan_is_by_staff_of_the_authority foreign key (authority, written_by) references staff (authority, id),
    constraint a_holding_plan_is_written_by_one_side check (side in ('sending', 'receiving', 'other')),
    constraint a_holding_plan_says_something check (words <> '')
);
create index holding_plans_of_a_disagreement on holding_plan (authority, run, raised, recorded_at, id);
call keep_to_its_authority('holding_plan');
grant select, insert on holding_plan to stepways_app;
create trigger holding_plans_are_never_changed before update or delete on holding_plan
    for each row execute function refuse_to_change_the_record();

create table holding_plan_agreed (
    authority text        not null,
    plan      uuid        not null,
    side      text        not null,
    staff     uuid        not null,
    agreed_at timestamptz not null,
    constraint a_side_agrees_to_a_plan_once primary key (authority, plan, side),
    constraint a_side_agrees_to_a_known_plan foreign key (authority, plan) references holding_plan (authority, id),
    constraint a_plan_is_agreed_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_plan_is_agreed_by_a_side check (side in ('sending', 'receiving'))
);
call keep_to_its_authority('holding_plan_agreed');
grant select, insert on holding_plan_agreed to stepways_app;

-- A family that comes back soon after a step down goes up again from what was closed, without a new referral.
create table reopening (
    authority   text        not null,
    run         uuid        not null,
    closed_run  uuid        not null,
    closed_at   timestamptz not null,
    reason      text        not null,
    reopened_by uuid        not null,
    recorded_at timestamptz not null,
    constraint a_run_reopens_one_other primary key (authority, run),
    constraint a_reopening_is_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_reopening_is_of_a_known_run foreign key (authority, closed_run) references run (authority, id),
    constraint a_reopening_is_by_staff_of_the_authority foreign key (authority, reopened_by) references staff (authority, id),
    constraint a_run_reopens_another check (run <> closed_run)
);
comment on table reopening is 'Counted as a return after a step down, never as a new referral.';
create index reopenings_of_a_closed_run on reopening (authority, closed_run);
create index reopenings_by_recording on reopening (authority, recorded_at);
call keep_to_its_authority('reopening');
grant select, insert on reopening to stepways_app;
