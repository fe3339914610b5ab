revoke all on database :"database" from public;
grant connect on database :"database" to stepways_owner, stepways_app, stepways_session;
revoke create on schema public from public;

create schema if not exists stepways authorization stepways_owner;
grant usage on schema stepways to stepways_app, stepways_session;

-- Lets the database itself refuse two accountable practitioners of one child at one time.
create extension if not exists btree_gist with schema public;

alter role stepways_owner in database :"database" set search_path = stepways, public;
alter role stepways_app in database :"database" set search_path = stepways;
alter role stepways_session in database :"database" set search_path = stepways;

-- A new function may be called by nobody until a migration says who.
alter default privileges for role stepways_owner revoke execute on functions from public;
