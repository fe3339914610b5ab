-- Nearly every page asks who holds these children now. The index that keeps two accountable holders apart is of ranges,
-- and answers more slowly.
create index running_allocations_of_a_child on allocation (authority, child) where held_until is null;
