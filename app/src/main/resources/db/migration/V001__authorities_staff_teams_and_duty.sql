-- Every row belongs to an authority, and a transaction sees the rows of the one authority it has named.
-- Where none is named no row is shown and none may be written.
create procedure keep_to_its_authority(kept regclass, authority_column text default 'authority')
language plpgsql
as $$
begin
    execute format('alter table %s enable row level security', kept);
    execute format(
        'create policy rows_of_the_named_authority on %s for all to stepways_app'
        ' using (%2$I = current_setting(''stepways.authority'', true))'
        ' with check (%2$I = current_setting(''stepways.authority'', true))',
        kept, authority_column);
end
$$;

create table authority (
    id           text        not null,
    name         text        not null,
    pack_id      text,
    pack_version text,
    pack_hash    text,
    recorded_at  timestamptz not null,
    constraint an_authority_has_one_row primary key (id),
    constraint an_authority_id_is_a_short_lower_case_name check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
    constraint an_authority_has_a_name check (name <> ''),
    constraint a_pack_is_named_with_version_and_hash check (num_nulls(pack_id, pack_version, pack_hash) in (0, 3))
);
comment on table authority is 'A council: the owner of its data, staff, pack and calendar. The pack named here is the one new runs begin under.';
call keep_to_its_authority('authority', 'id');
grant select, insert on authority to stepways_app;
grant update (name, pack_id, pack_version, pack_hash) on authority to stepways_app;

create table calendar_closure (
    authority text not null,
    closed_on date not null,
    title     text not null,
    constraint a_day_is_closed_once primary key (authority, closed_on),
    constraint a_closure_belongs_to_an_authority foreign key (authority) references authority (id)
);
comment on table calendar_closure is 'Days on which this council does not work, beside weekends and bank holidays.';
call keep_to_its_authority('calendar_closure');
grant select, insert, delete on calendar_closure to stepways_app;

create table staff (
    authority          text        not null,
    id                 uuid        not null,
    authority_staff_id text,
    name               text        not null,
    email              text,
    sign_in_subject    text,
    active             boolean     not null default true,
    version            bigint      not null default 1,
    recorded_at        timestamptz not null,
    constraint a_member_of_staff_has_one_row primary key (authority, id),
    constraint staff_belong_to_an_authority foreign key (authority) references authority (id),
    constraint an_authority_staff_id_is_used_once unique (authority, authority_staff_id),
    constraint a_sign_in_subject_is_used_once unique (authority, sign_in_subject),
    constraint staff_have_a_name check (name <> '')
);
comment on column staff.authority_staff_id is 'How the council''s own systems know this person.';
comment on column staff.sign_in_subject is 'Issuer and subject from the identity provider, once the person has signed in.';
create unique index an_email_is_used_once on staff (authority, lower(email));
create index staff_by_email_for_sign_in on staff (lower(email));
create index staff_by_subject_for_sign_in on staff (sign_in_subject);
create index staff_by_name on staff (authority, name, id);
call keep_to_its_authority('staff');
grant select, insert, update on staff to stepways_app;

create table team (
    authority text    not null,
    id        text    not null,
    pack_team text    not null,
    locality  text,
    title     text    not null,
    service   text    not null,
    active    boolean not null default true,
    constraint a_team_has_one_row primary key (authority, id),
    constraint a_team_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_pack_team_exists_once_in_a_locality unique nulls not distinct (authority, pack_team, locality)
);
comment on column team.id is 'The pack''s key of the team, followed by /locality where the council has one such team in each locality.';
call keep_to_its_authority('team');
grant select, insert, update on team to stepways_app;

create table staff_role (
    authority  text        not null,
    id         uuid        not null,
    staff      uuid        not null,
    role       text        not null,
    team       text,
    held_from  timestamptz not null,
    held_until timestamptz,
    constraint a_held_role_has_one_row primary key (authority, id),
    constraint a_role_is_held_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_role_is_held_in_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint a_role_ends_after_it_begins check (held_until >= held_from),
    constraint a_role_in_a_team_is_held_once_at_a_time exclude using gist (
        authority with =, staff with =, role with =, (coalesce(team, '')) with =,
        tstzrange(held_from, held_until) with &&)
);
comment on column staff_role.team is 'Null where the role is held for the whole authority.';
create index roles_of_staff on staff_role (authority, staff, held_from);
create index roles_in_a_team on staff_role (authority, team, role, held_from);
call keep_to_its_authority('staff_role');
grant select, insert, update on staff_role to stepways_app;

create table duty_rota (
    authority text        not null,
    id        uuid        not null,
    team      text        not null,
    staff     uuid        not null,
    on_from   timestamptz not null,
    on_until  timestamptz not null,
    constraint a_duty_has_one_row primary key (authority, id),
    constraint duty_is_for_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint duty_is_done_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint duty_ends_after_it_begins check (on_until > on_from),
    constraint one_person_answers_for_a_team_at_a_time exclude using gist (
        authority with =, team with =, tstzrange(on_from, on_until) with &&)
);
comment on table duty_rota is 'Who answers for the team, by day, night, weekend and bank holiday.';
create index duties_of_staff on duty_rota (authority, staff, on_from);
call keep_to_its_authority('duty_rota');
grant select, insert, update, delete on duty_rota to stepways_app;

-- Sign-in comes before anyone knows which authority to name. These functions are the whole of what can be read then:
-- which authorities there are, and in which of them one exact subject or email belongs to active staff.
create function authorities_served()
returns table (id text, name text)
language sql stable security definer
set search_path = stepways, pg_temp
as $$
    select a.id, a.name
      from authority a
     order by a.name, a.id
$$;
grant execute on function authorities_served() to stepways_app;

create function staff_who_sign_in_with_email(email_given text)
returns table (authority text, authority_name text, staff uuid, staff_name text, has_subject boolean)
language sql stable security definer
set search_path = stepways, pg_temp
as $$
    select a.id, a.name, s.id, s.name, s.sign_in_subject is not null
      from staff s
      join authority a on a.id = s.authority
     where lower(s.email) = lower(email_given)
       and s.active
     order by a.name, a.id
$$;
grant execute on function staff_who_sign_in_with_email(text) to stepways_app;

create function staff_who_sign_in_with_subject(subject_given text)
returns table (authority text, authority_name text, staff uuid, staff_name text, has_subject boolean)
language sql stable security definer
set search_path = stepways, pg_temp
as $$
    select a.id, a.name, s.id, s.name, true
      from staff s
      join authority a on a.id = s.authority
     where s.sign_in_subject = subject_given
       and s.active
     order by a.name, a.id
$$;
grant execute on function staff_who_sign_in_with_subject(text) to stepways_app;
