-- What became of the step downs that somebody decided or handed over is looked up by that person.
create index outcomes_chosen_by_staff on run_event (authority, by_staff, recorded_at) where type = 'outcome-chosen';
create index allocations_that_a_run_ended on allocation (authority, staff, held_until) where ended_by_run is not null;

-- Whom a step of a run has named, such as a worker who leaves before they take over.
create index people_named_in_runs on run_event (authority, (substring(payload from '"value":"([0-9a-f-]{36})"')))
    where type = 'item-done' and payload ~ '"value":"[0-9a-f-]{36}"';
