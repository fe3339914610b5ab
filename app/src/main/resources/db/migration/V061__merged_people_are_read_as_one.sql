-- Who belongs to a family, with the record that stays in the place of one that was merged.
create view family_member_as_read with (security_invoker = true) as
select distinct on (m.authority, m.family, coalesce(p.merged_into, p.id))
       m.authority, m.family, coalesce(p.merged_into, p.id) as person, m.part, m.member_from, m.member_until
  from family_member m
  join person p on p.authority = m.authority and p.id = m.person
 order by m.authority, m.family, coalesce(p.merged_into, p.id), p.merged_into nulls first;
grant select on family_member_as_read to stepways_app;
