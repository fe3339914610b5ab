-- A manager is shown what waits for their role about families that their own team holds, and about families that nobody
-- in that service holds. Who holds the family is written with the line, so that it is read from an index.
alter table work_item add column holder uuid;
alter table work_item add constraint the_holder_beside_an_item_is_staff
    foreign key (authority, holder) references staff (authority, id) deferrable initially deferred;
comment on column work_item.holder is 'Where it waits for a role and nobody is named: the accountable practitioner in that role''s service, whose manager it is for; empty if there is none.';
update work_item w
   set holder = (
       select a.staff
         from run_child c
         join allocation a on a.authority = c.authority and a.child = c.child
         join team t on t.authority = c.authority and t.id = w.team and t.service = a.service
        where c.authority = w.authority
          and c.run = w.run
          and c.left_at is null
          and a.part = 'lead'
          and a.held_until is null
          and a.staff is not null
        order by c.child
        limit 1)
 where w.staff is null
   and w.team is not null;
create index work_of_a_role_by_holder on work_item (authority, role, holder, due_at, arrived_at, run, item) where staff is null;
