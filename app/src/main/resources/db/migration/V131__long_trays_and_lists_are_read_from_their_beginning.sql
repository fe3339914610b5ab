-- A tray or a list shows its first lines. Each is read from its index in the order in which it is shown, however many
-- wait behind them.
create index work_of_a_team_by_due_date on work_item (authority, team, due_at, arrived_at, run, item) where team is not null;
drop index work_of_a_role;
create index work_of_a_role_by_due_date on work_item (authority, role, due_at, arrived_at, run, item) where staff is null;
