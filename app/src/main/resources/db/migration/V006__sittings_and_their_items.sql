create table sitting (
    authority        text        not null,
    id               uuid        not null,
    forum            text        not null,
    locality         text,
    sits_at          timestamptz not null,
    requests_by      timestamptz,
    status           text        not null default 'planned',
    chair            uuid,
    cancelled_because text,
    version          bigint      not null default 1,
    recorded_at      timestamptz not null,
    constraint a_sitting_has_one_row primary key (authority, id),
    constraint a_sitting_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_sitting_is_chaired_by_staff_of_the_authority foreign key (authority, chair) references staff (authority, id),
    constraint a_forum_sits_once_at_a_time unique nulls not distinct (authority, forum, locality, sits_at),
    constraint a_sitting_is_planned_held_or_cancelled check (status in ('planned', 'held', 'cancelled')),
    constraint only_a_cancelled_sitting_says_why check ((status = 'cancelled') = (cancelled_because is not null))
);
comment on table sitting is 'One date of a recurring meeting or panel.';
comment on column sitting.requests_by is 'The cut-off: what comes later waits for the next sitting, or is a late item.';
create index sittings_of_a_forum on sitting (authority, forum, sits_at, id);
call keep_to_its_authority('sitting');
grant select, insert, update on sitting to stepways_app;

create table sitting_item (
    authority    text        not null,
    sitting      uuid        not null,
    run          uuid        not null,
    family       uuid,
    position     integer     not null,
    late         boolean     not null default false,
    status       text        not null default 'listed',
    presented_by uuid,
    added_at     timestamptz not null,
    recorded_at  timestamptz not null,
    constraint a_run_is_listed_once_at_a_sitting primary key (authority, sitting, run),
    constraint an_item_is_listed_at_a_known_sitting foreign key (authority, sitting) references sitting (authority, id),
    constraint a_listed_item_is_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_listed_item_is_of_a_known_family foreign key (authority, family) references family (authority, id),
    constraint an_item_is_presented_by_staff_of_the_authority foreign key (authority, presented_by) references staff (authority, id),
    constraint an_item_is_listed_heard_deferred_or_taken_off check (status in ('listed', 'heard', 'deferred', 'taken-off'))
);
create index sittings_of_a_run on sitting_item (authority, run);
call keep_to_its_authority('sitting_item');
grant select, insert, update on sitting_item to stepways_app;
