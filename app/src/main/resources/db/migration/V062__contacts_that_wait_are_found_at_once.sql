-- Lists of contacts are found from what still waits, not from all there ever were.
alter table contact add column told_at timestamptz;
comment on column contact.told_at is 'When it was first recorded that whoever made the contact was told, or cannot be.';
create index contacts_whose_referrers_are_not_told on contact (authority, received_at, id) where told_at is null;
create index contacts_that_have_not_begun on contact (authority, id) where run is null;
grant update (told_at) on contact to stepways_app;
