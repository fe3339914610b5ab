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

-- Short statements gain nothing from compilation.
alter role stepways_app set jit = off;
