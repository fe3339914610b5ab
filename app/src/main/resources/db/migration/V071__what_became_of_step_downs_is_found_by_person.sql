-- What became of the step downs that somebody decided or handed over is looked up by that person.
create index outcomes_chosen_by_staff on run_event (authority, by_staff, recorded_at) where type = 'outcome-chosen';
create index allocations_that_a_run_ended on allocation (authority, staff, held_until) where ended_by_run is not null;
