-- Three roles, none of which may bypass row-level security, create roles or create databases.
-- stepways_owner owns the schema and runs the migrations, nothing else.
-- stepways_app is what the service works as: it owns nothing and holds only the rights each migration grants it.
-- stepways_session may touch the web session tables and nothing else.
do $$
begin
    if not exists (select from pg_roles where rolname = 'stepways_owner') then
        create role stepways_owner login noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'stepways_app') then
        create role stepways_app login noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'stepways_session') then
        create role stepways_session login noinherit;
    end if;
end
$$;

-- A statement that waits or runs too long gives up, so that one slow page cannot hold the whole service.
alter role stepways_app set lock_timeout = '5s';
alter role stepways_app set statement_timeout = '60s';
alter role stepways_app set idle_in_transaction_session_timeout = '5min';
alter role stepways_session set lock_timeout = '5s';
alter role stepways_session set statement_timeout = '10s';
-- After a crash of the server somebody may have to sign in again; nobody waits for the disk to be told who is here.
alter role stepways_session set synchronous_commit = off;

-- Short statements gain nothing from compilation.
alter role stepways_app set jit = off;

-- A statement is planned once for each connection, for values that are not known yet: with the row policies planning it
-- again takes longer than running it, and the plan that the tests look at is the one that runs.
alter role stepways_app set plan_cache_mode = force_generic_plan;

-- What a page reads is in memory, where a row found by its index costs little more than the next row of the table.
alter role stepways_app set random_page_cost = 1.1;
