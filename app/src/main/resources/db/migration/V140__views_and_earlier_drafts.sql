-- A list with its filters can be kept under a name and shared with a team.
create table saved_view (
    authority   text        not null,
    id          uuid        not null,
    staff       uuid        not null,
    name        text        not null,
    address     text        not null,
    team        text,
    recorded_at timestamptz not null,
    removed_at  timestamptz,
    constraint a_view_has_one_row primary key (authority, id),
    constraint a_view_is_kept_by_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint a_view_is_shared_with_a_team_of_the_authority foreign key (authority, team) references team (authority, id),
    constraint a_view_has_a_name check (length(name) between 1 and 80),
    constraint a_view_leads_into_the_service check (address like '/%' and address not like '//%')
);
comment on table saved_view is 'A list somebody comes back to: the address of the page with its filters. It opens with the rights of whoever opens it.';
create index views_of_staff on saved_view (authority, staff, name, id) where removed_at is null;
create index views_shared_with_a_team on saved_view (authority, team, name, id) where removed_at is null and team is not null;
call keep_to_its_authority('saved_view');
grant select, insert on saved_view to stepways_app;
grant update (team, removed_at) on saved_view to stepways_app;

-- What a draft said before it was thrown away, or before much of it was deleted. It can be taken back for 30 days.
create table earlier_draft (
    authority    text        not null,
    id           uuid        not null,
    staff        uuid        not null,
    form_key     text        not null,
    body         text        not null,
    form_version bigint,
    saved_at     timestamptz not null,
    gone_at      timestamptz not null,
    thrown_away  boolean     not null,
    constraint an_earlier_draft_has_one_row primary key (authority, id),
    constraint an_earlier_draft_is_kept_for_staff_of_the_authority foreign key (authority, staff) references staff (authority, id),
    constraint an_earlier_draft_is_one_json_object check (body is json object)
);
comment on column earlier_draft.thrown_away is 'True where somebody threw the draft away; false where they deleted much of its text.';
create index earlier_drafts_of_staff on earlier_draft (authority, staff, gone_at);
create index earlier_drafts_by_age on earlier_draft (authority, gone_at);
call keep_to_its_authority('earlier_draft');
grant select, insert, delete on earlier_draft to stepways_app;

-- Where a draft is gone on with.
alter table draft add column page text;
alter table earlier_draft add column page text;
