-- Four things that are never one: agreement to a service, being told of sharing, the lawful ground for sharing, and who
-- must not be told.

-- An answer may hold for a time only.
alter table agreement add column holds_until date;
comment on column agreement.holds_until is 'The last day on which the answer counts; null where it holds until it is taken back.';

-- How somebody was asked: once for all children whom the answer is about. The answer itself stands in the ledger.
create table asking (
    authority      text        not null,
    id             uuid        not null,
    family         uuid        not null,
    agreement_key  text        not null,
    status         text        not null,
    asked_of       uuid        not null,
    asked_by       uuid        not null,
    how            text        not null,
    language       text        not null,
    interpreter    text,
    information    text        not null default '',
    shared_with    text        not null default '',
    holds_until    date,
    evidence       uuid,
    evidence_words text        not null default '',
    judged_by      uuid,
    judged_because text,
    run            uuid,
    corrects       uuid,
    happened_at    timestamptz not null,
    recorded_at    timestamptz not null,
    recorded_by    uuid        not null,
    constraint an_asking_has_one_row primary key (authority, id),
    constraint an_asking_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint an_asking_is_of_a_known_person foreign key (authority, asked_of) references person (authority, id),
    constraint an_asking_is_by_staff_of_the_authority foreign key (authority, asked_by) references staff (authority, id),
    constraint an_asking_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint competence_is_judged_by_staff_of_the_authority foreign key (authority, judged_by) references staff (authority, id),
    constraint an_asking_is_evidenced_by_a_known_document foreign key (authority, evidence) references document (authority, id),
    constraint an_asking_is_in_a_known_run foreign key (authority, run) references run (authority, id),
    constraint an_asking_corrects_a_known_one foreign key (authority, corrects) references asking (authority, id),
    constraint an_asking_has_a_known_answer check (status in ('asked', 'given', 'refused', 'withdrawn', 'unsafe-to-ask')),
    constraint a_judgement_of_competence_names_who_and_why check ((judged_by is null) = (judged_because is null)),
    constraint no_asking_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
comment on column asking.information is 'What information the answer is about, in the words of whoever asked; empty for all that the agreement covers.';
comment on column asking.shared_with is 'With whom it may be shared, one a line; empty for those whom the agreement names.';
comment on column asking.judged_because is 'Why a young person under 16 was judged able to answer for themself.';
create index askings_of_a_family on asking (authority, family, happened_at, id);
create index askings_that_were_corrected on asking (authority, corrects) where corrects is not null;
call keep_to_its_authority('asking');
grant select, insert on asking to stepways_app;
create trigger askings_are_never_changed before update or delete on asking
    for each row execute function refuse_to_change_the_record();

create table asking_child (
    authority text not null,
    asking    uuid not null,
    child     uuid not null,
    constraint an_answer_is_about_a_child_once primary key (authority, asking, child),
    constraint an_answer_belongs_to_a_known_asking foreign key (authority, asking) references asking (authority, id),
    constraint an_answer_is_about_a_known_child foreign key (authority, child) references person (authority, id)
);
create index askings_about_a_child on asking_child (authority, child);
call keep_to_its_authority('asking_child');
grant select, insert on asking_child to stepways_app;

-- The ledger only grows. An answer that was recorded wrongly is struck out, and both stay readable.
create table struck_agreement (
    authority text        not null,
    agreement uuid        not null,
    because   text        not null,
    asking    uuid,
    struck_at timestamptz not null,
    struck_by uuid        not null,
    constraint an_answer_is_struck_out_once primary key (authority, agreement),
    constraint a_struck_answer_is_in_the_ledger foreign key (authority, agreement) references agreement (authority, id),
    constraint a_struck_answer_may_be_replaced_by_another foreign key (authority, asking) references asking (authority, id),
    constraint an_answer_is_struck_out_by_staff_of_the_authority foreign key (authority, struck_by) references staff (authority, id),
    constraint striking_out_says_why check (because <> '')
);
call keep_to_its_authority('struck_agreement');
grant select, insert on struck_agreement to stepways_app;

create table struck_asking (
    authority text        not null,
    asking    uuid        not null,
    because   text        not null,
    struck_at timestamptz not null,
    struck_by uuid        not null,
    constraint an_asking_is_struck_out_once primary key (authority, asking),
    constraint a_struck_asking_is_a_known_one foreign key (authority, asking) references asking (authority, id),
    constraint an_asking_is_struck_out_by_staff_of_the_authority foreign key (authority, struck_by) references staff (authority, id),
    constraint striking_out_an_asking_says_why check (because <> '')
);
call keep_to_its_authority('struck_asking');
grant select, insert on struck_asking to stepways_app;

-- Being told is not being asked.
create table told_of_sharing (
    authority        text        not null,
    id               uuid        not null,
    act              uuid        not null,
    family           uuid        not null,
    child            uuid        not null,
    person           uuid        not null,
    what             text        not null,
    with_whom        text        not null,
    how              text,
    language         text,
    interpreter      text,
    not_told_because text,
    decided_by       text,
    told_by          uuid        not null,
    happened_at      timestamptz not null,
    recorded_at      timestamptz not null,
    recorded_by      uuid        not null,
    struck_at        timestamptz,
    struck_by        uuid,
    struck_because   text,
    constraint a_person_told_of_sharing_has_one_row primary key (authority, id),
    constraint a_telling_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_telling_is_about_a_known_child foreign key (authority, child) references person (authority, id),
    constraint a_telling_is_to_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_telling_is_by_staff_of_the_authority foreign key (authority, told_by) references staff (authority, id),
    constraint a_telling_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_telling_is_struck_out_by_staff_of_the_authority foreign key (authority, struck_by) references staff (authority, id),
    constraint somebody_is_told_somehow_or_there_is_a_reason_why_not check (num_nonnulls(how, not_told_because) = 1),
    constraint not_telling_names_who_decided check ((not_told_because is null) = (decided_by is null)),
    constraint a_struck_telling_says_who_and_why check (num_nonnulls(struck_at, struck_by, struck_because) in (0, 3)),
    constraint no_telling_happens_after_it_is_recorded check (happened_at <= recorded_at)
);
create index tellings_of_a_family on told_of_sharing (authority, family, happened_at, id);
call keep_to_its_authority('told_of_sharing');
grant select, insert on told_of_sharing to stepways_app;
grant update (struck_at, struck_by, struck_because) on told_of_sharing to stepways_app;

-- The lawful ground: which article, for what and with whom, until when it is looked at again. Sharing against a refusal
-- is one of these, marked so.
alter table lawful_basis add column act uuid;
alter table lawful_basis add column family uuid;
alter table lawful_basis add column special_basis text;
alter table lawful_basis add column purpose text;
alter table lawful_basis add column reason_words text;
alter table lawful_basis add column without_agreement boolean not null default false;
alter table lawful_basis add column role text;
alter table lawful_basis add column review_on date;
alter table lawful_basis add column ended_on date;
alter table lawful_basis add column ended_at timestamptz;
alter table lawful_basis add column ended_by uuid;
alter table lawful_basis add column ended_because text;
alter table lawful_basis add constraint a_lawful_basis_is_about_a_known_family foreign key (authority, family) references family (authority, id);
alter table lawful_basis add constraint a_lawful_basis_is_ended_by_staff_of_the_authority foreign key (authority, ended_by) references staff (authority, id);
alter table lawful_basis add constraint an_ended_basis_says_when_who_and_why check (num_nonnulls(ended_on, ended_at, ended_by, ended_because) in (0, 4));
alter table lawful_basis add constraint sharing_without_agreement_has_a_role_a_reason_and_a_review
    check (not without_agreement or num_nonnulls(role, reason_words, review_on) = 3);
comment on column lawful_basis.act is 'One recording is about several children: a row for each, with the same act.';
comment on column lawful_basis.basis is 'The article of the UK GDPR, in words.';
comment on column lawful_basis.special_basis is 'The condition for information of a special category, in words; null where there is none in it.';
comment on column lawful_basis.without_agreement is 'Shared although agreement was refused, withdrawn or not asked for: looked at again by a manager.';
create index lawful_bases_of_an_act on lawful_basis (authority, act);
create index lawful_bases_of_a_family on lawful_basis (authority, family, happened_at);
create index bases_to_look_at_again on lawful_basis (authority, review_on) where review_on is not null and ended_on is null;
grant update (ended_on, ended_at, ended_by, ended_because) on lawful_basis to stepways_app;

create table sharing_review (
    authority   text        not null,
    id          uuid        not null,
    act         uuid        not null,
    result      text        not null,
    words       text        not null,
    next_on     date,
    reviewed_by uuid        not null,
    role        text        not null,
    recorded_at timestamptz not null,
    constraint a_review_of_sharing_has_one_row primary key (authority, id),
    constraint sharing_is_reviewed_by_staff_of_the_authority foreign key (authority, reviewed_by) references staff (authority, id),
    constraint a_review_finds_it_right_or_ends_it check (result in ('stands', 'ends', 'was-wrong')),
    constraint a_review_says_what_was_found check (words <> ''),
    constraint only_what_stands_is_looked_at_again check (next_on is null or result = 'stands')
);
create index reviews_of_an_act on sharing_review (authority, act, recorded_at);
call keep_to_its_authority('sharing_review');
grant select, insert on sharing_review to stepways_app;

-- "Not to the school."
create table named_exclusion (
    authority     text        not null,
    id            uuid        not null,
    act           uuid        not null,
    family        uuid        not null,
    child         uuid        not null,
    person        uuid,
    organisation  text,
    what          text        not null default '',
    reason        text        not null,
    decided_by    text        not null,
    from_on       date        not null,
    until_on      date,
    recorded_at   timestamptz not null,
    recorded_by   uuid        not null,
    ended_on      date,
    ended_at      timestamptz,
    ended_by      uuid,
    ended_because text,
    constraint an_exclusion_has_one_row primary key (authority, id),
    constraint an_exclusion_is_about_a_known_family foreign key (authority, family) references family (authority, id),
    constraint an_exclusion_is_about_a_known_child foreign key (authority, child) references person (authority, id),
    constraint an_exclusion_names_a_known_person foreign key (authority, person) references person (authority, id),
    constraint an_exclusion_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint an_exclusion_is_ended_by_staff_of_the_authority foreign key (authority, ended_by) references staff (authority, id),
    constraint an_exclusion_names_a_person_or_an_organisation check (num_nonnulls(person, organisation) = 1),
    constraint an_exclusion_says_why check (reason <> ''),
    constraint an_exclusion_ends_after_it_begins check (until_on >= from_on),
    constraint an_ended_exclusion_says_when_who_and_why check (num_nonnulls(ended_on, ended_at, ended_by, ended_because) in (0, 4))
);
comment on column named_exclusion.what is 'What must not be told; empty for everything.';
comment on column named_exclusion.decided_by is 'Whose wish or decision it is, in words: a young person, a parent, a court, a manager.';
create index exclusions_of_a_family on named_exclusion (authority, family, from_on, id);
create index exclusions_about_a_child on named_exclusion (authority, child);
call keep_to_its_authority('named_exclusion');
grant select, insert on named_exclusion to stepways_app;
grant update (ended_on, ended_at, ended_by, ended_because) on named_exclusion to stepways_app;

-- What the council tells people about their data, and who was given which version.
create table privacy_notice (
    authority   text        not null,
    id          uuid        not null,
    version     text        not null,
    title       text        not null,
    body        text        not null,
    from_on     date        not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_privacy_notice_has_one_row primary key (authority, id),
    constraint a_privacy_notice_belongs_to_an_authority foreign key (authority) references authority (id),
    constraint a_privacy_notice_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_version_of_the_notice_is_used_once unique (authority, version),
    constraint a_privacy_notice_says_something check (body <> '' and version <> '' and title <> '')
);
call keep_to_its_authority('privacy_notice');
grant select, insert on privacy_notice to stepways_app;
create trigger privacy_notices_are_never_changed before update or delete on privacy_notice
    for each row execute function refuse_to_change_the_record();

create table privacy_notice_given (
    authority   text        not null,
    id          uuid        not null,
    family      uuid        not null,
    notice      uuid        not null,
    person      uuid        not null,
    given_on    date        not null,
    how         text        not null,
    language    text        not null,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_giving_of_the_notice_has_one_row primary key (authority, id),
    constraint a_notice_is_given_to_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_notice_that_is_given_is_a_known_one foreign key (authority, notice) references privacy_notice (authority, id),
    constraint a_notice_is_given_to_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_notice_is_given_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id)
);
create index notices_given_to_a_family on privacy_notice_given (authority, family, given_on, id);
call keep_to_its_authority('privacy_notice_given');
grant select, insert on privacy_notice_given to stepways_app;

-- A form as it was printed for signing, and who signed it.
create table consent_form (
    authority     text        not null,
    id            uuid        not null,
    family        uuid        not null,
    reference     text        not null,
    agreement_key text        not null,
    notice        uuid,
    content       text        not null,
    made_at       timestamptz not null,
    made_by       uuid        not null,
    constraint a_form_to_sign_has_one_row primary key (authority, id),
    constraint a_form_is_for_a_known_family foreign key (authority, family) references family (authority, id),
    constraint a_form_comes_with_a_known_notice foreign key (authority, notice) references privacy_notice (authority, id),
    constraint a_form_is_made_by_staff_of_the_authority foreign key (authority, made_by) references staff (authority, id),
    constraint a_form_has_its_own_reference unique (authority, reference),
    constraint a_form_is_one_json_object check (content is json object)
);
comment on column consent_form.content is 'Children, people and services with source and date, as they stood when it was printed: what was signed is this.';
create index forms_of_a_family on consent_form (authority, family, made_at);
call keep_to_its_authority('consent_form');
grant select, insert on consent_form to stepways_app;
create trigger forms_to_sign_are_never_changed before update or delete on consent_form
    for each row execute function refuse_to_change_the_record();

create table consent_form_signature (
    authority   text        not null,
    form        uuid        not null,
    person      uuid        not null,
    signed_on   date        not null,
    asking      uuid,
    recorded_at timestamptz not null,
    recorded_by uuid        not null,
    constraint a_person_signs_a_form_once primary key (authority, form, person),
    constraint a_signature_is_on_a_known_form foreign key (authority, form) references consent_form (authority, id),
    constraint a_signature_is_of_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_signature_gives_an_answer foreign key (authority, asking) references asking (authority, id),
    constraint a_signature_is_recorded_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id)
);
call keep_to_its_authority('consent_form_signature');
grant select, insert on consent_form_signature to stepways_app;
