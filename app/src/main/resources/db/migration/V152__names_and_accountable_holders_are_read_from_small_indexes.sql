-- Whether a word fits one of somebody's names is read from the index alone.
create index names_of_a_person on person_name_token (authority, person, kind, token);
drop index tokens_of_a_person;

-- The rule that keeps two accountable holders apart has an index of ranges, twenty times slower to read than one of
-- keys, which the planner prefers as it is. Its condition is written so that no question is answered from it.
alter table allocation drop constraint a_child_has_one_accountable_holder_at_a_time;
alter table allocation add constraint a_child_has_one_accountable_holder_at_a_time exclude using gist (
    authority with =, child with =, tstzrange(held_from, held_until) with &&)
    where (part || '' = 'lead');
create index accountable_holders_of_a_child on allocation (authority, child, held_from) where part = 'lead';
