-- A run keeps the procedure it began under. Whatever is put in force is kept here whole, so that an open run goes on
-- when the folder of packs has changed.
create table kept_procedure (
    authority    text        not null,
    pack_hash    text        not null,
    pack_id      text        not null,
    pack_version text        not null,
    archive      bytea       not null,
    in_force_at  timestamptz not null,
    put_in_force_by_job text,
    put_in_force_by     uuid,
    constraint a_procedure_is_kept_once primary key (authority, pack_hash),
    constraint a_kept_procedure_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_procedure_is_put_in_force_by_staff_of_the_authority foreign key (authority, put_in_force_by) references staff (authority, id),
    constraint a_procedure_is_put_in_force_by_one_person_or_one_job check (num_nonnulls(put_in_force_by, put_in_force_by_job) = 1)
);
comment on table kept_procedure is 'Every version of its procedure that the authority has put in force: the pack, the national layer beneath it and the bank holidays, as one archive.';
call keep_to_its_authority('kept_procedure');
grant select, insert on kept_procedure to stepways_app;

-- While somebody is away a colleague holds their roles, and signs in their own name.
create table cover (
    authority text        not null,
    id        uuid        not null,
    away      uuid        not null,
    deputy    uuid        not null,
    from_at   timestamptz not null,
    until_at  timestamptz not null,
    constraint a_cover_has_one_row primary key (authority, id),
    constraint cover_is_for_staff_of_the_authority foreign key (authority, away) references staff (authority, id),
    constraint cover_is_by_staff_of_the_authority foreign key (authority, deputy) references staff (authority, id),
    constraint cover_ends_after_it_begins check (until_at > from_at),
    constraint nobody_covers_for_themself check (away <> deputy),
    constraint one_deputy_covers_for_somebody_at_a_time exclude using gist (
        authority with =, away with =, tstzrange(from_at, until_at) with &&)
);
create index covers_by_a_deputy on cover (authority, deputy, from_at);
call keep_to_its_authority('cover');
grant select, insert, update, delete on cover to stepways_app;
