-- What is written about a family. A row is one version of a note; a correction is a row that names the one it corrects.
create table case_note (
    authority    text        not null,
    id           uuid        not null,
    first        uuid        not null,
    version      integer     not null default 1,
    corrects     uuid,
    reason       text,
    family       uuid        not null,
    run          uuid,
    kind         text        not null,
    happened_at  timestamptz not null,
    day_only     boolean     not null,
    purpose      text        not null default '',
    present      text        not null default '',
    body         text        not null default '',
    significant  boolean     not null,
    whole_family boolean     not null,
    in_error     boolean     not null default false,
    recorded_at  timestamptz not null,
    recorded_by  uuid        not null,
    constraint a_note_has_one_row primary key (authority, id),
    constraint a_note_is_of_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_note_is_of_a_known_run foreign key (authority, run) references run (authority, id) deferrable initially deferred,
    constraint a_note_begins_with_a_known_one foreign key (authority, first) references case_note (authority, id),
    constraint a_note_corrects_a_known_one foreign key (authority, corrects) references case_note (authority, id),
    constraint a_note_is_written_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_note_is_corrected_once unique (authority, corrects),
    constraint a_version_of_a_note_is_written_once unique (authority, first, version),
    constraint a_note_is_of_a_known_kind check (kind in ('case-note', 'visit', 'telephone-call', 'meeting', 'management-decision', 'child-says')),
    constraint the_first_version_begins_a_note check ((version = 1) = (first = id) and version >= 1),
    constraint a_correction_says_what_it_corrects_and_why check (num_nulls(corrects, reason) in (0, 2) and (version = 1) = (corrects is null)),
    constraint only_a_correction_says_that_a_note_is_in_error check (version > 1 or not in_error),
    constraint a_note_is_of_20000_characters_at_most check (char_length(body) <= 20000),
    constraint no_note_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on table case_note is 'Notes, visits and management decisions of a family. first is the version that began it; the version that no other corrects is how it stands.';
comment on column case_note.day_only is 'Nobody recorded a time: happened_at is the beginning of the day.';
comment on column case_note.in_error is 'It should not stand on this family''s record at all. It stays readable.';
create index notes_of_a_family on case_note (authority, family, happened_at, id);
create index notes_of_a_run on case_note (authority, run) where run is not null;
call keep_to_its_authority('case_note');
grant select, insert on case_note to stepways_app;
create trigger notes_are_never_changed before update or delete on case_note
    for each row execute function refuse_to_change_the_record();

create table case_note_child (
    authority text not null,
    note      uuid not null,
    child     uuid not null,
    seen      text,
    says      text not null default '',
    constraint a_note_is_about_a_child_once primary key (authority, note, child),
    constraint a_child_is_written_about_in_a_known_note foreign key (authority, note) references case_note (authority, id),
    constraint a_note_is_about_a_known_child foreign key (authority, child) references person (authority, id),
    constraint a_child_is_seen_alone_with_others_or_not check (seen in ('alone', 'with-others', 'not-seen')),
    constraint a_child_says_20000_characters_at_most check (char_length(says) <= 20000)
);
comment on table case_note_child is 'Each child that a note is about, ticked one by one or as the whole family, and what the child says in its own words.';
create index notes_about_a_child on case_note_child (authority, child, note);
call keep_to_its_authority('case_note_child');
grant select, insert on case_note_child to stepways_app;
create trigger children_of_notes_are_never_changed before update or delete on case_note_child
    for each row execute function refuse_to_change_the_record();

create table case_note_visit (
    authority    text    not null,
    note         uuid    not null,
    how          text    not null,
    took_place   boolean not null,
    not_possible text    not null default '',
    home         text    not null default '',
    constraint a_visit_is_one_note primary key (authority, note),
    constraint a_visit_is_a_known_note foreign key (authority, note) references case_note (authority, id),
    constraint a_visit_is_announced_unannounced_or_unplanned check (how in ('announced', 'unannounced', 'unplanned')),
    constraint a_visit_that_was_not_possible_says_why check (took_place = (not_possible = '')),
    constraint a_home_is_described_in_20000_characters_at_most check (char_length(home) <= 20000)
);
call keep_to_its_authority('case_note_visit');
grant select, insert on case_note_visit to stepways_app;
create trigger visits_are_never_changed before update or delete on case_note_visit
    for each row execute function refuse_to_change_the_record();

create table case_note_decision (
    authority text not null,
    note      uuid not null,
    sort      text not null,
    role      text not null,
    decided   text not null,
    constraint a_decision_is_one_note primary key (authority, note),
    constraint a_decision_is_a_known_note foreign key (authority, note) references case_note (authority, id),
    constraint a_decision_is_of_a_known_sort check (sort in ('decision', 'supervision', 'oversight')),
    constraint a_decision_says_what_was_decided check (decided <> '' and char_length(decided) <= 20000)
);
comment on column case_note_decision.role is 'The managing role in which it was decided, as the pack names it.';
call keep_to_its_authority('case_note_decision');
grant select, insert on case_note_decision to stepways_app;
create trigger decisions_are_never_changed before update or delete on case_note_decision
    for each row execute function refuse_to_change_the_record();

-- The bytes of documents, in pieces, so that neither the service nor the server ever holds a whole file.
create table stored_file (
    authority   text        not null,
    id          uuid        not null,
    name        text        not null,
    media_type  text        not null,
    size_bytes  bigint      not null,
    sha_256     bytea       not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_stored_file_has_one_row primary key (authority, id),
    constraint a_stored_file_is_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_stored_file_has_a_name check (name <> '' and char_length(name) <= 200),
    constraint a_stored_file_is_not_empty check (size_bytes > 0),
    constraint a_stored_file_has_a_sha_256 check (octet_length(sha_256) = 32)
);
comment on table stored_file is 'A file as it was uploaded. One that no document names waits for its form to be sent again, and is removed after a time; one that a document names cannot be removed.';
create index stored_files_of_staff on stored_file (authority, recorded_by, recorded_at);
call keep_to_its_authority('stored_file');
grant select, insert, delete on stored_file to stepways_app;

create table stored_file_piece (
    authority text    not null,
    file      uuid    not null,
    number    integer not null,
    bytes     bytea   not null,
    constraint a_piece_has_its_place_in_its_file primary key (authority, file, number),
    constraint a_piece_is_of_a_known_file foreign key (authority, file) references stored_file (authority, id) on delete cascade,
    constraint a_piece_is_a_mebibyte_at_most check (octet_length(bytes) between 1 and 1048576)
);
-- Pictures and PDF are compressed already: trying again costs time and gains nothing.
alter table stored_file_piece alter column bytes set storage external;
call keep_to_its_authority('stored_file_piece');
grant select, insert on stored_file_piece to stepways_app;

alter table document drop column storage_ref;
alter table document
    add column filing uuid,
    add column first uuid,
    add column file uuid,
    add column held_at text,
    add constraint a_version_belongs_to_a_known_document foreign key (authority, first) references document (authority, id),
    add constraint a_document_is_kept_in_a_known_file foreign key (authority, file) references stored_file (authority, id),
    add constraint a_document_of_a_file_says_its_sha_256 check (file is null or (content_hash is not null and media_type is not null and size_bytes is not null));
comment on column document.filing is 'The act that put it on file: one document about two children is two rows of one filing. Null where a run or an extract only noted it.';
comment on column document.first is 'The version that began the document; null where there is only one.';
comment on column document.file is 'Null where the document is kept elsewhere and only noted here: held_at says where, if somebody said.';
create index documents_filed_together on document (authority, filing) where filing is not null;
create index versions_of_a_document on document (authority, first, version) where first is not null;
create index documents_kept_in_a_file on document (authority, file) where file is not null;

create table document_withdrawal (
    authority   text        not null,
    document    uuid        not null,
    reason      text        not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_document_is_withdrawn_once primary key (authority, document),
    constraint a_withdrawn_document_is_known foreign key (authority, document) references document (authority, id),
    constraint a_document_is_withdrawn_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_withdrawal_says_why check (reason <> '')
);
comment on table document_withdrawal is 'Documents that were filed where they do not belong. They stay listed and count as evidence of nothing.';
call keep_to_its_authority('document_withdrawal');
grant select, insert on document_withdrawal to stepways_app;
create trigger withdrawals_are_never_changed before update or delete on document_withdrawal
    for each row execute function refuse_to_change_the_record();
