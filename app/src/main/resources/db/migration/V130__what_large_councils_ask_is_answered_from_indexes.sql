-- A family's page asks for its transfers: without this every run of the council was read.
create index runs_of_a_family on run (authority, family, began_at) where family is not null;
-- What waits for a role that somebody of another team holds, beside what waits for them and their own teams.
create index work_of_a_role on work_item (authority, role, arrived_at, run, item) where staff is null;
