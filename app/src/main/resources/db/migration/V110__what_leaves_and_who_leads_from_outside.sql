-- Proof that a message left, or that it did not: when, to whom, what the mail server said, and who is told of a failure.
alter table outbox add column queued_by uuid;
alter table outbox add column cancelled_by uuid;
alter table outbox add column sending_at timestamptz;
alter table outbox add column sent_to text;
alter table outbox add column server_answer text;
alter table outbox add column message_id text;
alter table outbox add column given_up_at timestamptz;
alter table outbox add constraint a_message_is_queued_by_staff_of_the_authority foreign key (authority, queued_by) references staff (authority, id);
alter table outbox add constraint a_message_is_cancelled_by_staff_of_the_authority foreign key (authority, cancelled_by) references staff (authority, id);
alter table outbox add constraint a_message_that_was_sent_is_not_given_up check (sent_at is null or given_up_at is null);
-- What was on its way when it was held has left: the record says so rather than that it did not.
alter table outbox drop constraint a_held_message_is_not_sent;
alter table outbox add constraint a_held_message_is_not_sent
    check (sent_at is null or held_at is null or released_at is not null or coalesce(sending_at <= held_at, false));
comment on column outbox.sending_at is 'Set at the last moment at which a hold or a cancellation still stops the message. What happened after that is known only from the mail server''s answer.';
comment on column outbox.sent_to is 'The address it went to, as it was when it left.';
comment on column outbox.given_up_at is 'It did not leave and is not tried again until somebody asks for it.';
create index mail_to_send on outbox (authority, send_after, id)
    where kind <> 'letter' and sent_at is null and cancelled_at is null and given_up_at is null
      and (held_at is null or released_at is not null);
create index messages_by_age on outbox (authority, recorded_at, id);
create index messages_queued_by_staff on outbox (authority, queued_by, recorded_at) where queued_by is not null;
grant update (queued_by, cancelled_by, sending_at, sent_to, server_answer, message_id, given_up_at) on outbox to stepways_app;

-- One letter for one recipient, of one drafting. It is begun when somebody first works on it; a letter that was signed
-- is never changed, only withdrawn, and then another takes its place.
create table letter (
    authority         text        not null,
    id                uuid        not null,
    drafted           uuid        not null,
    run               uuid        not null,
    name              text        not null,
    person            uuid,
    partner           uuid,
    parts             text        not null default '{}',
    words             text,
    signed_at         timestamptz,
    signed_by         uuid,
    signed_role       text,
    posted_on         date,
    posted_recorded_at timestamptz,
    posted_by         uuid,
    mail              uuid,
    mail_to           text,
    withdrawn_at      timestamptz,
    withdrawn_by      uuid,
    withdrawn_because text,
    version           bigint      not null default 1,
    recorded_at       timestamptz not null,
    recorded_by       uuid        not null,
    constraint a_letter_has_one_row primary key (authority, id),
    constraint a_letter_comes_from_a_drafting foreign key (authority, drafted) references outbox (authority, id),
    constraint a_letter_is_of_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_letter_is_to_a_known_person foreign key (authority, person) references person (authority, id),
    constraint a_letter_is_to_a_known_professional foreign key (authority, partner) references partner_professional (authority, id),
    constraint a_letter_is_begun_by_staff_of_the_authority foreign key (authority, recorded_by) references staff (authority, id),
    constraint a_letter_is_signed_by_staff_of_the_authority foreign key (authority, signed_by) references staff (authority, id),
    constraint a_letter_is_posted_by_staff_of_the_authority foreign key (authority, posted_by) references staff (authority, id),
    constraint a_letter_is_withdrawn_by_staff_of_the_authority foreign key (authority, withdrawn_by) references staff (authority, id),
    constraint a_letter_is_mailed_as_a_message foreign key (authority, mail) references outbox (authority, id),
    constraint a_letter_has_one_recipient check (num_nonnulls(person, partner) = 1),
    constraint the_parts_of_a_letter_are_one_json_object check (parts is json object),
    constraint a_signature_has_words_a_name_and_a_role check (num_nonnulls(words, signed_at, signed_by, signed_role) in (0, 4)),
    constraint a_posting_names_who_and_when check (num_nonnulls(posted_on, posted_recorded_at, posted_by) in (0, 3)),
    constraint only_a_signed_letter_leaves check (signed_at is not null or num_nonnulls(posted_on, mail) = 0),
    constraint a_mailed_letter_has_an_address check ((mail is null) = (mail_to is null)),
    constraint a_withdrawn_letter_says_who_and_why check (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_because) in (0, 3)),
    constraint a_letter_that_was_posted_is_not_withdrawn check (posted_on is null or withdrawn_at is null)
);
comment on column letter.drafted is 'The row of the outbox with which the procedure drafted it; harm and a death hold it there.';
comment on column letter.parts is 'What somebody typed where the record does not know it: dates, a number to ring, words of their own.';
comment on column letter.words is 'The letter as it was signed. What is printed or sent is this and nothing else.';
create unique index a_recipient_has_one_letter_of_a_drafting on letter (authority, drafted, coalesce(person, partner)) where withdrawn_at is null;
create index letters_of_a_run on letter (authority, run, recorded_at, id);
call keep_to_its_authority('letter');
grant select, insert on letter to stepways_app;
grant update (parts, words, signed_at, signed_by, signed_role, posted_on, posted_recorded_at, posted_by, mail, mail_to,
              withdrawn_at, withdrawn_by, withdrawn_because, version) on letter to stepways_app;

-- A partner who leads acts in a run under their own name.
alter table run_event add column by_partner uuid;
alter table run_event add constraint an_event_is_by_a_known_partner foreign key (authority, by_partner) references partner_professional (authority, id);
alter table run_event drop constraint an_event_is_by_one_person_or_one_job;
alter table run_event add constraint an_event_is_by_one_person_or_one_job check (num_nonnulls(by_staff, by_job, by_partner) = 1);

-- Somebody outside the council is asked to lead: one link, one code, one answer.
create table partner_link (
    authority       text        not null,
    id              uuid        not null,
    run             uuid        not null,
    partner         uuid        not null,
    role            text        not null,
    item            text        not null,
    stage_seq       integer     not null,
    asks            text        not null,
    basis           text        not null,
    answer_by       date        not null,
    token_hash      bytea,
    code_hash       text        not null,
    tries           integer     not null default 0,
    locked_at       timestamptz,
    expires_at      timestamptz not null,
    mail            uuid,
    opened_at       timestamptz,
    question        text,
    question_at     timestamptz,
    answer          text,
    answer_words    text,
    answered_at     timestamptz,
    revoked_at      timestamptz,
    revoked_by      uuid,
    revoked_because text,
    asked_by        uuid        not null,
    asked_at        timestamptz not null,
    constraint a_link_has_one_row primary key (authority, id),
    constraint a_link_is_about_a_known_run foreign key (authority, run) references run (authority, id),
    constraint a_link_is_for_a_known_partner foreign key (authority, partner) references partner_professional (authority, id),
    constraint a_link_is_made_by_staff_of_the_authority foreign key (authority, asked_by) references staff (authority, id),
    constraint a_link_is_revoked_by_staff_of_the_authority foreign key (authority, revoked_by) references staff (authority, id),
    constraint a_link_leaves_as_a_message foreign key (authority, mail) references outbox (authority, id),
    constraint a_token_is_kept_as_a_sha_256 check (octet_length(token_hash) = 32),
    constraint a_link_is_for_one_person unique (authority, token_hash),
    constraint a_link_is_answered_once check (num_nonnulls(answer, answered_at) in (0, 2)),
    constraint an_answer_is_yes_or_no check (answer in ('accepted', 'cannot')),
    constraint a_question_has_its_time check (num_nonnulls(question, question_at) in (0, 2)),
    constraint a_revoked_link_says_who_and_why check (num_nonnulls(revoked_at, revoked_by, revoked_because) in (0, 3)),
    constraint a_link_expires_after_it_is_made check (expires_at > asked_at)
);
comment on table partner_link is 'A partner is asked to lead. The token is kept as its hash alone, and the code, said by telephone, as a slow hash.';
comment on column partner_link.stage_seq is 'The event with which the run entered the stage that asks: a link of an earlier time answers nothing.';
comment on column partner_link.basis is 'Why the preview may be shown to them: the agreement, or the lawful basis, in words.';
create index links_of_a_run on partner_link (authority, run, asked_at, id);
create unique index a_partner_has_one_open_link_of_a_run on partner_link (authority, run, partner) where answered_at is null and revoked_at is null;
call keep_to_its_authority('partner_link');
grant select, insert on partner_link to stepways_app;
grant update (token_hash, code_hash, tries, locked_at, expires_at, mail, opened_at, question, question_at, answer, answer_words, answered_at,
              revoked_at, revoked_by, revoked_because) on partner_link to stepways_app;
