package stepways.app.look;

import static stepways.app.look.Sample.*;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stepways.app.access.SignInPage;
import stepways.app.families.ChronologyPage;
import stepways.app.families.FamilyPage;
import stepways.app.families.OpenService;
import stepways.app.harm.HarmAlarm;
import stepways.app.harm.HarmClock;
import stepways.app.harm.HarmPage;
import stepways.app.harm.Ring;
import stepways.app.transfers.ActPage;
import stepways.app.transfers.AgreementPage;
import stepways.app.transfers.CaseNote;
import stepways.app.transfers.ClauseText;
import stepways.app.transfers.CorrectionPage;
import stepways.app.transfers.DecisionMade;
import stepways.app.transfers.DecisionPage;
import stepways.app.transfers.Dispute;
import stepways.app.transfers.ItemPage;
import stepways.app.transfers.Question;
import stepways.app.transfers.RefusedOutcome;
import stepways.app.transfers.StartPage;
import stepways.app.transfers.ToKnow;
import stepways.app.transfers.TransferPage;
import stepways.app.transfers.View;
import stepways.app.transfers.WhatIf;
import stepways.app.web.Action;
import stepways.app.web.Card;
import stepways.app.web.Cite;
import stepways.app.web.Due;
import stepways.app.web.Event;
import stepways.app.web.Fact;
import stepways.app.web.FormPart;
import stepways.app.web.Identity;
import stepways.app.web.Link;
import stepways.app.web.Need;
import stepways.app.web.NeedGroup;
import stepways.app.web.Notice;
import stepways.app.web.PathStep;
import stepways.app.web.Problem;
import stepways.app.web.Problems;
import stepways.app.web.Saying;
import stepways.app.web.Tab;
import stepways.app.web.Tag;
import stepways.app.web.Why;
import stepways.app.worklist.TrayPage;
import stepways.app.worklist.WaitingGroup;
import stepways.app.worklist.WorkGroup;
import stepways.app.worklist.WorkPage;
import stepways.app.worklist.WorkRow;

/// One realistic view record for every page, by the name under which it is kept for the browser.
final class SamplePages {

    /// A template and what it receives.
    record Page(String template, Object view) {}

    private static final List<PathStep> REQUEST_STAGE = List.of(
            new PathStep("Talk with your manager", "9 to 11 June", PathStep.Progress.DONE),
            new PathStep("Prepare the request", "since 12 June", PathStep.Progress.NOW),
            new PathStep("ICRT decides the threshold", "no time in the procedure", PathStep.Progress.AHEAD),
            new PathStep("Pass the papers", "to the Duty Team", PathStep.Progress.AHEAD),
            new PathStep("Social worker allocated", "by the duty manager", PathStep.Progress.AHEAD),
            new PathStep("Checkpoint", "15 working days after the papers", PathStep.Progress.AHEAD));

    private static final Link FAMILY = new Link("Tyler and Maisie Quill, F-20533", "/families/F-20533");
    private static final Link TRANSFER = new Link("Step up T-3108", "/transfers/T-3108");
    private static final Saying STEP_UP_SAYING = new Saying(
            "Say it to the family",
            "“I’m worried that what we’re doing isn’t enough for Tyler and Maisie. I’d like a social worker to look at"
                    + " what would help. I’ll keep coming while they do. Nothing has been decided, and you can say no.”",
            List.of());

    private SamplePages() {}

    static Map<String, Page> all() {
        var pages = new LinkedHashMap<String, Page>();
        pages.put("transfer", new Page("transfers/transfer", transfer()));
        pages.put("transfer-dispute", new Page("transfers/transfer", transferInDispute()));
        pages.put("item", new Page("transfers/item", item()));
        pages.put("item-errors", new Page("transfers/item", itemWithErrors()));
        pages.put("item-blocked", new Page("transfers/item", itemBlocked()));
        pages.put("agreement", new Page("transfers/agreement", agreement()));
        pages.put("decision", new Page("transfers/decision", decision()));
        pages.put("decision-children", new Page("transfers/decision", decisionForEachChild()));
        pages.put("decision-refused", new Page("transfers/decision", decisionRefused()));
        pages.put("correction", new Page("transfers/correction", correction()));
        pages.put("act", new Page("transfers/act", act()));
        pages.put("start", new Page("transfers/start", start()));
        pages.put("start-route", new Page("transfers/start", startWithRoute()));
        pages.put("work", new Page("worklist/work", work()));
        pages.put("work-empty", new Page("worklist/work", workEmpty()));
        pages.put("tray", new Page("worklist/tray", tray()));
        pages.put("family", new Page("families/family", family()));
        pages.put("family-unnamed", new Page("families/family", familyWithoutPractitioner()));
        pages.put("chronology", new Page("families/chronology", chronology()));
        pages.put("sign-in", new Page("access/sign-in", signIn()));
        pages.put("harm", new Page("harm/harm", harm()));
        pages.put("harm-unknown", new Page("harm/harm", harmWithNobodyKnown()));
        return pages;
    }

    private static Need done(String id, String title, String words, Cite cite, String by, String when) {
        return new Need(
                id,
                title,
                "/transfers/T-3108/items/" + id,
                why(words.isEmpty() ? null : words, cite),
                by,
                due("Done " + when, null, Due.State.DONE),
                Tag.completed(),
                List.of(),
                List.of(),
                false);
    }

    private static Need later(String id, String title, Why why, String by, Due due) {
        return new Need(id, title, null, why, by, due, Tag.cannotStartYet(), List.of(), List.of(), false);
    }

    private static TransferPage transfer() {
        var form = new Need(
                "need-form",
                "Step up request: the family’s needs",
                "/transfers/T-3108/items/form",
                why(
                        "Every part of the help so far is considered, in depth, with your manager. 6 of 8 parts written, saved at 9:41am.",
                        must("ICRT-10")),
                "Priya Nair",
                new Due("Due tomorrow", "Friday 19 June", Due.State.TODAY, null, fiveWorkingDays()),
                Tag.inProgress(),
                List.of(),
                List.of(),
                true);
        var agreement = new Need(
                "need-agreement",
                "Agreement to step up for assessment",
                "/transfers/T-3108/agreement",
                new Why(
                        "It must be obtained on this planned route.",
                        List.of(cite("ICRT-12", "must", "text, with a reading")),
                        reading("“must be obtained from the family”", "each person with parental responsibility.")),
                "Priya Nair",
                dueWithLink("Due tomorrow", "Friday 19 June", Due.State.TODAY),
                Tag.inProgress(),
                List.of(
                        fact("Kerry Quill, mother", "Given Monday 15 June, in person. Evidence: signed form, page 2"),
                        new Fact(
                                "Steven Quill, father",
                                "Not asked yet. Lives elsewhere, may be telephoned.",
                                new Link("Record his answer", "/transfers/T-3108/agreement?person=2"),
                                true),
                        fact("Tyler, 13", "Own view recorded 15 June: “OK if Priya still comes”")),
                List.of(
                        "If someone says no, this route stops without blame: choose “do not go on”, or ask Denise for a fresh"
                                + " look at the threshold. Agreement is never needed when a child may be at harm."),
                false);
        var groups = List.of(
                new NeedGroup(
                        "Owed from earlier",
                        "1 thing",
                        List.of(new Need(
                                "need-chronology-owed",
                                "Bring the chronology up to date",
                                "/transfers/T-3108/items/chronology",
                                why("Left open when the request began; it stays owed.", must("ICRT-06")),
                                "Priya Nair",
                                dueWithLink("1 working day late", "was due Wednesday 17 June", Due.State.LATE),
                                Tag.overdue(),
                                List.of(),
                                List.of(),
                                false))),
                new NeedGroup(
                        "Before you ask",
                        "2 of 2 done",
                        List.of(
                                done(
                                        "need-talk",
                                        "Discuss the worries with your own team manager",
                                        "",
                                        must("ICRT-07"),
                                        "Priya Nair",
                                        "9 June"),
                                done(
                                        "need-visit",
                                        "Joint visit, or a review chaired by the manager",
                                        "Considered: Denise Okafor chaired the review on 11 June.",
                                        cite("ICRT-08", "may", "text"),
                                        "Priya Nair",
                                        "11 June"))),
                new NeedGroup(
                        "The request",
                        "1 of 3 done",
                        List.of(
                                done(
                                        "need-case",
                                        "Case discussion with the Early Help Team Manager",
                                        "",
                                        must("ICRT-09"),
                                        "Priya Nair, Denise Okafor",
                                        "Friday 12 June"),
                                form,
                                agreement)),
                new NeedGroup(
                        "Manager’s view",
                        "0 of 1 done",
                        List.of(later(
                                "need-view",
                                "Step up request: the manager’s view",
                                why("Opens when you sign the family’s needs.", must("ICRT-11")),
                                "Denise Okafor",
                                due("2 working days", "after you sign", Due.State.OPEN)))),
                new NeedGroup(
                        "Decision",
                        null,
                        List.of(
                                later(
                                        "need-send",
                                        "Send to ICRT, or do not go on",
                                        why(null, must("ICRT-13")),
                                        "Denise Okafor",
                                        dueWithLink("Due tomorrow", "Friday 19 June", Due.State.OPEN)),
                                later(
                                        "need-decide",
                                        "Decide the threshold",
                                        why(null, must("ICRT-14")),
                                        "ICRT manager or assistant manager",
                                        due("No date", "the procedure gives none", Due.State.OPEN)))),
                new NeedGroup(
                        "After",
                        null,
                        List.of(later(
                                "need-checkpoint",
                                "Checkpoint: level of risk, and who goes on working",
                                why(
                                        "15 working days from the day the papers are passed. Passed today, it would be Thursday 9 July.",
                                        cite("ICRT-21", "must", "text, with a reading")),
                                "Social worker and Priya Nair",
                                due("No date yet", null, Due.State.OPEN)))));
        return new TransferPage(
                layout("Step up for assessment, T-3108", "Priya Nair", "/families")
                        .under(
                                "Transfer T-3108 runs under “Step up and step down, ICRT council”, version 1.0. A paraphrase of"
                                        + " a published document, not endorsed by the council. All people, places and figures here are invented."),
                FAMILY,
                "Step up T-3108 · began Tuesday 9 June 2026",
                "Step up for assessment: Tyler (13) and Maisie (8) Quill",
                REQUEST_STAGE,
                "You need three more things before Denise Okafor can send this to ICRT. You stay the family’s named"
                        + " practitioner (since 3 February 2026) until a social worker is allocated.",
                new Action.Open("Finish the request form", "/transfers/T-3108/items/form", null),
                null,
                groups,
                List.of(),
                List.of(new OpenService(
                        "Early Help",
                        "accountable",
                        true,
                        "Priya Nair, since 3 February 2026",
                        "3 February 2026",
                        "EHM",
                        "the checkpoint finds that a social worker goes on alone")),
                List.of(),
                null,
                List.of(new ToKnow(
                        "told-9",
                        "Kerry Quill has taken back a yes: “Step up for assessment”. Look at the threshold afresh: a no"
                                + " by itself is never a reason to step up.",
                        "Priya Nair, Early Help practitioner, today at 7:50am",
                        "She wants to wait until the summer.",
                        List.of(
                                new Action.Press("I have seen this", "/transfers/T-3108/act/seen", List.of(), null),
                                open("Say what you make of it")))),
                List.of(new Question(
                        "A question is open",
                        "Has Tyler been seen at his father’s home?",
                        "Denise Okafor asked",
                        "today at 8:05am",
                        null,
                        List.of(open("Answer it")))),
                STEP_UP_SAYING,
                List.of(
                        open("Ask Denise one question"),
                        open("A step does not apply here"),
                        open("Correct something recorded"),
                        new Action.Open(
                                "The procedure does not fit", "/x", "Denise decides, with a reason. It is counted."),
                        new Action.Blocked(
                                "Send to ICRT",
                                "needs the request form and every agreement.",
                                List.of(must("ICRT-13")),
                                "Denise Okafor can, once they are there.")),
                List.of(new Card(
                        "sees",
                        "What ICRT sees before they accept",
                        Card.Tone.PLAIN,
                        List.of("The request, both views, the plan and the last review. Not the notes."),
                        List.of(),
                        List.of())),
                history(),
                List.of());
    }

    private static List<Event> history() {
        return List.of(
                new Event(
                        "e9",
                        "Kerry Quill agreed",
                        "Priya Nair",
                        "15 June 2026, in person",
                        "2026-06-15",
                        "recorded 17 June 2026 at 4:12pm, 2 days later",
                        "Signed form, page 2.",
                        List.of(must("ICRT-12")),
                        null,
                        new Link("Correct", "/transfers/T-3108/events/9/correct")),
                new Event(
                        "e7",
                        "Case discussion held on 10 June",
                        "Priya Nair",
                        "10 June 2026",
                        "2026-06-10",
                        null,
                        null,
                        List.of(),
                        "Corrected by Priya Nair on 12 June: it was held on 12 June. “Wrong day in my diary.”",
                        null),
                event(
                        "e6",
                        "Review chaired by the manager",
                        "Denise Okafor",
                        "11 June 2026 at 2pm",
                        "2026-06-11T14:00"),
                event("e1", "Step up begun", "Priya Nair", "9 June 2026 at 9:32am", "2026-06-09T09:32"));
    }

    private static TransferPage transferInDispute() {
        var base = transfer();
        var dispute = new Dispute(
                "Early Help and the social work team disagree",
                List.of(
                        new View(
                                "dv1",
                                "Early Help says: not yet",
                                "Denise Okafor, 17 June at 4:40pm.",
                                List.of(),
                                List.of(fact("", "Two of six goals are open, and the school has not been asked."))),
                        new View(
                                "dv2",
                                "Social work says: step down",
                                "Samir Haddad, 17 June at 1:15pm.",
                                List.of(),
                                List.of(fact(
                                        "", "The plan’s goals that matter are met. <b>Leo</b> says so himself.")))),
                "Ruth Kavanagh reviews: she took no part in either view.",
                dueWithLink("8 hours left", "Due by 5pm today, Thursday 18 June", Due.State.TODAY),
                "Leo stays where he is meanwhile. Samir Haddad stays accountable.",
                why(null, must("ICRT-47")),
                List.of(open("Add to your view"), open("Withdraw the dispute")));
        return new TransferPage(
                base.layout().with(new Notice("Your view is recorded. Ruth Kavanagh has it now.", null, press("Undo"))),
                new Link("Leo Marchetti, F-20402", "/families/F-20402"),
                "Step down T-3071 · began Tuesday 2 June 2026",
                "Step down from a plan: Leo Marchetti (8)",
                REQUEST_STAGE,
                "It is Ruth Kavanagh’s turn. Samir Haddad, social worker, is the named practitioner since 4 November 2025.",
                null,
                "Nothing else moves on while this is reviewed.",
                base.groups().subList(1, 2),
                List.of(new DecisionMade(
                        "d1",
                        "Step down recommended",
                        "Leo (8)",
                        "Samir Haddad, social worker",
                        "Tuesday 16 June 2026 at 11:20am",
                        "Goals one to four are met.\nThe family wants fewer people at the door.",
                        why(null, must("ICRT-38")),
                        note(false))),
                List.of(),
                List.of(),
                dispute,
                List.of(),
                List.of(),
                null,
                List.of(open("Correct something recorded")),
                List.of(),
                history(),
                List.of(new Link("Step down T-3072, for his sister", "/transfers/T-3072")));
    }

    private static FormPart.DateInput happened(String error) {
        return new FormPart.DateInput(
                "happened",
                "When did it happen?",
                "The day it was done, not the day you record it. For example, 12 6 2026.",
                "18",
                "6",
                error.isEmpty() ? "2026" : "2036",
                "",
                error.isEmpty() ? null : error);
    }

    private static ItemPage item() {
        var need = new Need(
                "need-case",
                "Case discussion with the Early Help Team Manager",
                null,
                why("Before a request is written, you and your manager go through the help so far.", must("ICRT-09")),
                "Priya Nair, Denise Okafor",
                new Due("Due tomorrow", "Friday 19 June", Due.State.TODAY, null, fiveWorkingDays()),
                Tag.notStarted(),
                List.of(),
                List.of(),
                false);
        return new ItemPage(
                layout("Case discussion, T-3108", "Priya Nair", "/families"),
                TRANSFER,
                "Step up T-3108 · Tyler (13) and Maisie (8) Quill",
                "Case discussion with the Early Help Team Manager",
                need,
                List.of(new ClauseText(
                        cite("ICRT-09", "must", "text, with a reading"),
                        "Early Help worker and team manager discuss the case before a step up is asked for.",
                        reading("“following discussion”", "a talk on one day, in person or by phone."))),
                List.of(
                        fact("Last supervision", "4 June 2026, Denise Okafor. From the record"),
                        new Fact("Plan", "20 May 2026, 29 days old", new Link("Read", "/d/1"), false)),
                formWithDraft(
                        "Record it done",
                        happened(""),
                        new FormPart.TextArea(
                                "note", "What was agreed?", "A few sentences. Denise reads this.", "", 4, null),
                        new FormPart.TextInput(
                                "evidence",
                                "Where is the evidence?",
                                "Name the paper or the entry in the case system.",
                                "",
                                0,
                                null)),
                null,
                form(
                        "Record the reason",
                        new FormPart.TextArea(
                                "reason",
                                "Why does it not apply?",
                                "The receiver and the auditor read it.",
                                "",
                                3,
                                null)),
                "The procedure lets your manager give a reason instead.",
                STEP_UP_SAYING,
                List.of(event("b1", "Draft kept", "Priya Nair", "17 June 2026 at 5:12pm", "2026-06-17T17:12")));
    }

    private static ItemPage itemWithErrors() {
        var base = item();
        var form = formWithDraft(
                "Record it done",
                happened("The case discussion cannot be in the future"),
                new FormPart.TextArea(
                        "note",
                        "What was agreed?",
                        "A few sentences. Denise reads this.",
                        "<script>alert('not run')</script> & we agreed to ask",
                        4,
                        null),
                new FormPart.TextInput("evidence", "Where is the evidence?", null, "", 0, "Say where the evidence is"),
                new FormPart.Select(
                        "with",
                        "Who took part?",
                        null,
                        List.of(
                                new FormPart.Option("", "Choose", true),
                                new FormPart.Option("1", "Denise Okafor", false)),
                        "Choose who took part"),
                new FormPart.Checkboxes(
                        "seen",
                        "Which children were talked about?",
                        "Choose all that apply.",
                        List.of(
                                FormPart.Choice.of("1", "Tyler, 13", true),
                                FormPart.Choice.of("2", "Maisie, 8", false)),
                        null));
        return new ItemPage(
                base.layout()
                        .with(new Problems(
                                "There is a problem",
                                List.of(
                                        new Problem(
                                                "The case discussion cannot be in the future",
                                                "happened",
                                                List.of(),
                                                null),
                                        new Problem("Say where the evidence is", "evidence", List.of(), null),
                                        new Problem("Choose who took part", "with", List.of(), null)))),
                base.back(),
                base.caption(),
                base.heading(),
                base.need(),
                base.clauses(),
                base.known(),
                form,
                null,
                base.notApplicable(),
                base.notApplicableWhy(),
                null,
                List.of());
    }

    private static ItemPage itemBlocked() {
        var base = item();
        return new ItemPage(
                base.layout(),
                base.back(),
                base.caption(),
                "Step up request: the manager’s view",
                base.need(),
                base.clauses(),
                List.of(),
                null,
                new Action.Blocked(
                        "Recording the manager’s view",
                        "is Denise Okafor’s to do, once you have signed the family’s needs.",
                        List.of(must("ICRT-11")),
                        "You can ask her from the transfer’s page."),
                null,
                "The procedure lets nobody leave this out.",
                null,
                List.of());
    }

    private static AgreementPage agreement() {
        return new AgreementPage(
                layout("Agreement, T-3108", "Priya Nair", "/families"),
                TRANSFER,
                "Step up T-3108 · Tyler (13) and Maisie (8) Quill",
                "Agreement to step up for assessment",
                new Why(
                        null,
                        List.of(cite("ICRT-12", "must", "text, with a reading")),
                        reading("“must be obtained from the family”", "each person with parental responsibility.")),
                "It must be obtained.",
                "To an assessment by social care, and to passing on the Early Help plan and chronology.",
                List.of(
                        new AgreementPage.Person(
                                "Kerry Quill",
                                "mother, parental responsibility for both",
                                new Tag("Given", Tag.Tone.PLAIN),
                                "Monday 15 June 2026",
                                "in person. Signed form, page 2",
                                new Link("Change", "/transfers/T-3108/agreement?person=1")),
                        new AgreementPage.Person(
                                "Steven Quill",
                                "father, parental responsibility for both",
                                new Tag("Not asked yet", Tag.Tone.BLUE),
                                "No date",
                                "lives elsewhere, may be telephoned",
                                new Link("Record his answer", "/transfers/T-3108/agreement?person=2")),
                        new AgreementPage.Person(
                                "Tyler, 13",
                                "asked for his own view",
                                new Tag("View recorded", Tag.Tone.PLAIN),
                                "Monday 15 June 2026",
                                "“OK if Priya still comes”",
                                null)),
                fact("Grounds for sharing", "Public task, recorded 12 June 2026 by Denise Okafor"),
                "This route stops without blame: do not go on, or ask your manager for a fresh look at the threshold. It is"
                        + " never a reason to step up by itself.",
                "Steven Quill’s answer",
                formWithDraft(
                        "Record the answer",
                        new FormPart.Radios(
                                "answer",
                                "What did he say?",
                                null,
                                List.of(
                                        FormPart.Choice.of("given", "He agrees", false),
                                        new FormPart.Choice(
                                                "partly",
                                                "He agrees to a part of it",
                                                null,
                                                List.of(),
                                                false,
                                                List.of(new FormPart.TextArea(
                                                        "part", "To what does he agree?", null, "", 2, null))),
                                        FormPart.Choice.of("refused", "He says no", false),
                                        new FormPart.Choice(
                                                "unanswered",
                                                "Asked, no answer yet",
                                                "Counts as sought, not as obtained.",
                                                List.of(),
                                                false,
                                                List.of())),
                                null),
                        happened(""),
                        new FormPart.Select(
                                "how",
                                "How was he asked?",
                                null,
                                List.of(
                                        new FormPart.Option("", "Choose", true),
                                        new FormPart.Option("person", "In person", false),
                                        new FormPart.Option("phone", "By telephone", false),
                                        new FormPart.Option("letter", "By letter", false)),
                                null),
                        new FormPart.TextInput("evidence", "Where is the evidence?", null, "", 0, null)),
                STEP_UP_SAYING,
                List.of());
    }

    private static CaseNote note(boolean preview) {
        return new CaseNote(
                "note",
                "Note for EHM and LCS",
                """
                MANAGEMENT DECISION
                Step Up request T-3094
                Child: Noah B, F-20388
                Received: 16/06/2026 16:05
                Discussed: 17/06/2026 14:30,
                 R Kavanagh (ICRT TM) and
                 D Okafor (EH TM)
                Decision: CIN assessment threshold MET
                Date: 18/06/2026
                Reasons: Advice of 02/09/2025 was followed where it could be and has not been enough.
                Consent: obtained 11/06/2026, C Brandt
                Signed: R Kavanagh, ICRT TM""",
                why("In the words the systems use.", must("ICRT-50")),
                preview,
                preview
                        ? List.of()
                        : List.of(
                                new CaseNote.Entry("EHM", "by Hannah Whitlock on 18 June 2026", null, List.of()),
                                new CaseNote.Entry("LCS", null, press("I have entered it in LCS"), List.of())));
    }

    private static WhatIf whatIf() {
        return new WhatIf(
                List.of("Threshold met", "Threshold not met"),
                List.of(
                        row(
                                "Next stage",
                                "Pass the papers, then the duty manager allocates",
                                "This request ends. Early Help goes on"),
                        row(
                                "Whose turn",
                                "Hannah Whitlock: three papers, all on file. Then Colette Marsh",
                                "Hannah Whitlock and Denise Okafor: your advice"),
                        row(
                                "Named practitioner",
                                "Hannah Whitlock until a social worker is allocated; no gap",
                                "Hannah Whitlock, no change"),
                        row(
                                "Open services",
                                "Assessment opens on allocation. Early Help stays until the checkpoint",
                                "Early Help only"),
                        new WhatIf.Row(
                                "Dates",
                                List.of(
                                        new WhatIf.Cell(List.of(
                                                new WhatIf.Line(
                                                        "Thursday 20 August 2026",
                                                        "assessment, 45 working days from today (national)"),
                                                new WhatIf.Line(
                                                        "Friday 10 July 2026",
                                                        "checkpoint, if the papers pass tomorrow"))),
                                        WhatIf.Cell.of(
                                                "No new date. The Early Help Review stays on Thursday 2 July 2026"))),
                        row(
                                "Letters",
                                "None in this procedure. Hannah tells Carys and Noah in person",
                                "None in this procedure. Hannah tells Carys and Noah in person"),
                        row(
                                "Told at once",
                                "Denise Okafor, Hannah Whitlock, Colette Marsh",
                                "Denise Okafor, Hannah Whitlock"),
                        row(
                                "If Early Help disagrees",
                                "Owen Prys reviews: you decided, so you cannot",
                                "Owen Prys reviews: you decided, so you cannot")));
    }

    private static WhatIf.Row row(String label, String one, String two) {
        return new WhatIf.Row(label, List.of(WhatIf.Cell.of(one), WhatIf.Cell.of(two)));
    }

    private static DecisionPage decision() {
        return new DecisionPage(
                layout("Decide the threshold, T-3094", "Ruth Kavanagh", "/trays"),
                new Link("ICRT tray", "/trays/icrt"),
                "Step up request T-3094 · sent by Denise Okafor on Tuesday 16 June 2026 at 4:05pm",
                "Is the threshold for an assessment met for Noah Brandt (10)?",
                REQUEST_STAGE,
                List.of(
                        fact("Named practitioner", "Hannah Whitlock, Early Help, since Monday 19 January 2026"),
                        fact(
                                "Agreement to step up",
                                "obtained from Carys Brandt on 11 June; nobody else holds parental responsibility"),
                        fact("You may decide", "you took no part in the request")),
                List.of(
                        new DecisionPage.Before(
                                "4 Nov 2024",
                                "Contact from school: no further action.",
                                "Ruth Kavanagh",
                                "School came back after 10 weeks"),
                        new DecisionPage.Before(
                                "13 Jan to 30 May 2025",
                                "Early Help: plan complete.",
                                "Graham Tully",
                                "Mornings better until the summer"),
                        new DecisionPage.Before(
                                "2 Sep 2025",
                                "Step up: threshold not met, three pieces of advice.",
                                "Owen Prys",
                                "Two done. Alcohol service: offered three times, not taken up"),
                        new DecisionPage.Before(
                                "19 Jan 2026",
                                "Early Help opened again.",
                                "Denise Okafor",
                                "The same action carried over at three reviews")),
                List.of(
                        new View(
                                "v1",
                                "Early Help",
                                "Hannah Whitlock 12 June, Denise Okafor 16 June.",
                                List.of(must("ICRT-10"), must("ICRT-11")),
                                List.of(
                                        fact(
                                                "",
                                                "Noah was late or away on 31 of 88 school days. Carys now drinks most days. On two of the last five visits Noah was getting his sister ready alone."),
                                        fact("Tried", "14 visits, family network meeting, morning help from school."),
                                        fact(
                                                "Manager",
                                                "“We cannot go further without an assessment. Plan unchanged since March.”"))),
                        new View(
                                "v2",
                                "ICRT discussion",
                                "Ruth Kavanagh with Denise Okafor, 17 June at 2:30pm.",
                                List.of(must("ICRT-14"), must("ICRT-16")),
                                List.of(
                                        fact(
                                                "",
                                                "No single event; the worry has built up over 18 months. GP and school say the same. Noah was seen alone on 10 June."),
                                        fact("Protective", "grandmother has both children from Friday to Sunday."),
                                        fact("Open question", "who looks after the baby in the week?")))),
                List.of(
                        fact("Both agree", "The plan has stopped working. Noah is carrying too much."),
                        fact("They differ", "Whether grandmother’s weekends are enough until September."),
                        fact("Noah says", "“I like it at Nan’s. I don’t want to be the one who wakes Mum up.”")),
                "Your decision",
                why(
                        "You, or an assistant manager in ICRT, decide. The procedure gives no time; this is the second working day.",
                        must("ICRT-14")),
                List.of(new FormPart.Radios(
                        "outcome",
                        "Is the threshold met?",
                        null,
                        List.of(
                                new FormPart.Choice(
                                        "met",
                                        "Threshold met: straight to the Duty Team",
                                        "No second triage, no fresh contact.",
                                        List.of(must("ICRT-17")),
                                        true,
                                        List.of()),
                                new FormPart.Choice(
                                        "not-met",
                                        "Threshold not met: stays with Early Help, with your advice",
                                        "Needs advice on further support.",
                                        List.of(must("ICRT-15")),
                                        false,
                                        List.of(new FormPart.TextArea(
                                                "advice", "Further support to consider", null, "", 2, null)))),
                        null)),
                List.of(),
                whatIf(),
                formWithDraft(
                        "Record the decision",
                        new FormPart.TextArea(
                                "why",
                                "Why did you decide this?",
                                "What weighed most, and why you did not follow the other view. Denise and Hannah read this.",
                                "Advice of 2 September was followed where it could be and has not been enough. The worry is"
                                        + " cumulative and Noah is acting as carer on school days.",
                                5,
                                null)),
                null,
                List.of(note(true)),
                List.of(new Card(
                        "read",
                        "Read before you decide",
                        Card.Tone.PLAIN,
                        List.of(),
                        List.of(),
                        List.of(
                                new Card.Line(null, "16 June, 4 pages", new Link("Step up request", "/d/1")),
                                new Card.Line(null, "3 June, 15 days old", new Link("Early Help Plan", "/d/2")),
                                new Card.Line(null, "last entry 15 June", new Link("Chronology", "/d/3"))))),
                List.of(new Saying(
                        "Say it to the family, if met",
                        "“A social worker will come and meet you with Hannah. Their job is to find out what would help. Hannah keeps coming.”",
                        List.of())));
    }

    private static DecisionPage decisionForEachChild() {
        var base = decision();
        return new DecisionPage(
                base.layout(),
                base.back(),
                base.caption(),
                "Is the threshold for an assessment met for Noah (10) and Cerys (2) Brandt?",
                base.path(),
                base.standing(),
                List.of(),
                base.views(),
                base.agree(),
                base.question(),
                base.why(),
                List.of(
                        new FormPart.Pick("outcome-1", "Noah, 10", null, chips(true), null),
                        new FormPart.Pick(
                                "outcome-2",
                                "Cerys, 2",
                                "no outcome yet",
                                chips(false),
                                "Choose an outcome for Cerys")),
                List.of(new RefusedOutcome(
                        "r1",
                        "Close with no further action",
                        List.of(
                                new RefusedOutcome.Reason(
                                        "A social worker has not seen Cerys.",
                                        List.of(must("ICRT-16")),
                                        "Hannah Whitlock can record the visit.",
                                        new Link("The visit", "/x")),
                                new RefusedOutcome.Reason(
                                        "This route never ends in no further action.",
                                        List.of(cite("ENG-05", "must", "national")),
                                        null,
                                        null)))),
                base.whatIf(),
                base.form(),
                null,
                List.of(),
                base.cards(),
                List.of());
    }

    private static List<FormPart.Chip> chips(boolean chosen) {
        return List.of(
                new FormPart.Chip("met", "Threshold met", "m", chosen),
                new FormPart.Chip("not-met", "Threshold not met", "n", false));
    }

    private static DecisionPage decisionRefused() {
        var base = decision();
        return new DecisionPage(
                base.layout()
                        .with(new Problems(
                                "This cannot be recorded yet",
                                List.of(
                                        new Problem(
                                                "Steven Quill has not been asked.",
                                                null,
                                                List.of(must("ICRT-12")),
                                                "Priya Nair can ask him and record the answer."),
                                        new Problem(
                                                "You wrote the manager’s view, so somebody else decides.",
                                                null,
                                                List.of(cite("ENG-07", "must", "national")),
                                                "Owen Prys or an assistant manager can decide.")))),
                base.back(),
                base.caption(),
                base.heading(),
                base.path(),
                base.standing(),
                base.before(),
                base.views(),
                base.agree(),
                base.question(),
                base.why(),
                List.of(),
                List.of(new RefusedOutcome(
                        "r2",
                        "Threshold met",
                        List.of(new RefusedOutcome.Reason(
                                "You wrote the manager’s view.",
                                List.of(cite("ENG-07", "must", "national")),
                                "Owen Prys can decide.",
                                null)))),
                base.whatIf(),
                null,
                new Action.Blocked(
                        "Deciding",
                        "is not yours here: you wrote the manager’s view.",
                        List.of(cite("ENG-07", "must", "national")),
                        "Owen Prys can decide."),
                List.of(),
                base.cards(),
                List.of());
    }

    private static CorrectionPage correction() {
        return new CorrectionPage(
                layout("Correct, T-3108", "Priya Nair", "/families"),
                TRANSFER,
                "Step up T-3108 · Tyler (13) and Maisie (8) Quill",
                "Correct: case discussion held on 10 June",
                List.of(
                        fact("What", "Case discussion with the Early Help Team Manager"),
                        fact("Happened", "Wednesday 10 June 2026"),
                        fact("Recorded", "11 June 2026 at 9:05am by Priya Nair")),
                List.of(
                        "The request is then due on Friday 19 June instead of Wednesday 17 June.",
                        "The mark “overdue” of 17 June is withdrawn; both stay visible."),
                formWithDraft(
                        "Record the correction",
                        new FormPart.Radios(
                                "kind",
                                "What is wrong?",
                                null,
                                List.of(
                                        new FormPart.Choice(
                                                "day", "The day", null, List.of(), true, List.of(happened(""))),
                                        FormPart.Choice.of("never", "It did not happen", false),
                                        FormPart.Choice.of("child", "It was another child", false)),
                                null),
                        new FormPart.TextArea(
                                "reason",
                                "How do you know?",
                                "Everybody who reads the record sees this.",
                                "",
                                3,
                                null)),
                null,
                List.of());
    }

    private static ActPage act() {
        return new ActPage(
                layout("Return with one thing missing, T-3094", "Ruth Kavanagh", "/trays"),
                new Link("Step up request T-3094", "/transfers/T-3094"),
                "Step up request T-3094 · Noah Brandt (10)",
                "Return the request: one thing is missing",
                why("Name the one thing. The rest stays as it is and is not asked for again.", must("ICRT-15")),
                List.of(
                        fact("Goes back to", "Hannah Whitlock and Denise Okafor"),
                        fact("Named practitioner meanwhile", "Hannah Whitlock")),
                form(
                        "Return it",
                        new FormPart.Radios(
                                "missing",
                                "What is missing?",
                                null,
                                List.of(
                                        FormPart.Choice.of("plan", "The Early Help Plan is older than 6 weeks", false),
                                        FormPart.Choice.of("chronology", "The chronology", false)),
                                null),
                        new FormPart.TextArea("words", "Say it in a sentence", null, "", 2, null)),
                null,
                List.of(
                        new ActPage.Effect("Hannah Whitlock is told at once.", List.of()),
                        new ActPage.Effect("The request stays in your tray as “waiting”.", List.of(must("ICRT-15")))),
                null);
    }

    private static StartPage start() {
        return new StartPage(
                layout("Start a transfer, F-20533", "Priya Nair", "/families"),
                FAMILY,
                "Tyler (13) and Maisie (8) Quill, F-20533",
                "Start a transfer",
                List.of(),
                List.of(
                        event("s1", "Early Help opened", "Denise Okafor", "3 February 2026", "2026-02-03"),
                        event(
                                "s2",
                                "Contact from school, no further action",
                                "Ruth Kavanagh",
                                "4 November 2025",
                                "2025-11-04")),
                List.of(),
                null,
                form(
                        "Continue",
                        new FormPart.Radios(
                                "direction",
                                "Which way?",
                                null,
                                List.of(
                                        new FormPart.Choice(
                                                "up",
                                                "Step up",
                                                "More help, or protection, is needed.",
                                                List.of(),
                                                false,
                                                List.of()),
                                        new FormPart.Choice(
                                                "down",
                                                "Step down",
                                                "Less is needed now.",
                                                List.of(),
                                                false,
                                                List.of()),
                                        new FormPart.Choice(
                                                "across",
                                                "Step across",
                                                "Another team is better placed.",
                                                List.of(),
                                                false,
                                                List.of())),
                                null),
                        new FormPart.Checkboxes(
                                "child",
                                "For which children?",
                                null,
                                List.of(
                                        FormPart.Choice.of("1", "Tyler, 13", true),
                                        FormPart.Choice.of("2", "Maisie, 8", true)),
                                null)),
                false);
    }

    private static StartPage startWithRoute() {
        var base = start();
        return new StartPage(
                base.layout(),
                base.back(),
                base.caption(),
                "Start a transfer: one way fits",
                List.of(
                        new Fact("Which way", "Step up", new Link("Change", "?"), false),
                        new Fact("For which children", "Tyler (13) and Maisie (8)", new Link("Change", "?"), false)),
                base.earlier(),
                List.of(
                        new StartPage.Route(
                                "route-1",
                                "Planned step up for assessment",
                                why(
                                        "Open to Early Help, worries are growing, and no child is at harm now.",
                                        must("ICRT-07")),
                                REQUEST_STAGE,
                                List.of(
                                        fact("First", "Discuss the worries with Denise Okafor"),
                                        fact("Decides", "ICRT manager or assistant manager")),
                                null),
                        new StartPage.Route(
                                "route-2",
                                "Step up for a leaving care plan",
                                why(null, must("ICRT-30")),
                                List.of(),
                                List.of(),
                                new Action.Blocked(
                                        "This way", "needs a child of 15½ or older.", List.of(must("ICRT-30")), null))),
                null,
                form(
                        "Begin the step up",
                        new FormPart.TextArea(
                                "worries", "What worries you most?", "One or two sentences.", "", 3, null)),
                true);
    }

    private static WorkRow workRow(String id, String title, Why why, String family, String about, Due due, Tag tag) {
        return new WorkRow(id, title, "/transfers/T-3108", why, new Link(family, "/families/F-1"), about, due, tag);
    }

    private static WorkPage work() {
        var alarm = new HarmAlarm(
                new HarmClock("4 min", "nobody has confirmed", null),
                "Harm call for Amara (7), Jude (4) and Bea (11 months) Lindqvist",
                "Tom Ferreira raised it at 8:48am, outside the family’s home. He rang you at 8:48am and 8:51am.",
                "At 8:53am it also goes to Angela Stroud, service manager.",
                List.of(
                        new Ring("07700 900612", "+447700900612", "1. Ring Tom Ferreira now", Ring.Standing.FIRST),
                        new Ring(
                                "01632 960114",
                                "+441632960114",
                                "2. Then ring Ruth Kavanagh, ICRT manager on duty",
                                Ring.Standing.NEXT)),
                List.of(
                        press("I have spoken to Tom"),
                        new Action.Open("Pass to Graham Tully, the other manager on duty", "/x", null)),
                why(
                        "Why you: the worker’s own manager comes first. 2 letters and 1 invitation to this family are held.",
                        must("ICRT-24")));
        return new WorkPage(
                layout("My work", "Denise Okafor", "/work"),
                alarm,
                "Thursday 18 June 2026, 8:52am",
                "My work",
                List.of(
                        new Tab("Mine", "/work", true),
                        new Tab("My team’s (41)", "/work?of=team", false),
                        new Tab("Drafts (2)", "/work/drafts", false),
                        new Tab("Covering for Graham Tully (0)", "/work?of=cover", false)),
                List.of(
                        new WorkGroup(
                                "overdue",
                                "Overdue",
                                "overdue",
                                List.of(
                                        workRow(
                                                "w1",
                                                "Sign your half of the checkpoint",
                                                why(
                                                        "15 working days from Friday 22 May. Monday 25 May, a bank holiday, did not count. Samir Haddad signed on 12 June.",
                                                        must("ICRT-21")),
                                                "Connor (14) and Ruby (10) Staines",
                                                "F-20297",
                                                dueWithLink(
                                                        "3 working days late",
                                                        "was due Monday 15 June",
                                                        Due.State.LATE),
                                                Tag.overdue()),
                                        workRow(
                                                "w2",
                                                "Add your view to the step up request",
                                                why(
                                                        "2 working days from the worker’s signature on 12 June: a limit set by Ashmere North. The procedure gives no time.",
                                                        must("ICRT-11")),
                                                "Lola Amis (5)",
                                                "F-20551",
                                                dueWithLink(
                                                        "2 working days late",
                                                        "was due Tuesday 16 June",
                                                        Due.State.LATE),
                                                Tag.overdue()))),
                        new WorkGroup(
                                "today",
                                "Today",
                                "due today",
                                List.of(
                                        workRow(
                                                "w3",
                                                "Give your view in the dispute",
                                                why(
                                                        "Samir Haddad would step down; you say not yet. Ruth Kavanagh reviews: she took no part.",
                                                        must("ICRT-47")),
                                                "Leo Marchetti (8)",
                                                "F-20402",
                                                dueWithLink(
                                                        "8 hours left",
                                                        "Due by 5pm today, Thursday 18 June",
                                                        Due.State.TODAY),
                                                Tag.inProgress()),
                                        new WorkRow(
                                                "w4",
                                                "Go to the CIN panel",
                                                "/meetings/1",
                                                why("9 families on the list, 3 ready to leave.", must("ICRT-43")),
                                                null,
                                                "9 families, panel of 18 June",
                                                due("Today at 1:30pm", "to 3:30pm, Room 4", Due.State.TODAY),
                                                Tag.notStarted()))),
                        new WorkGroup(
                                "next",
                                "Next five working days",
                                "in the next five working days",
                                List.of(workRow(
                                        "w5",
                                        "Decide whether to send to ICRT",
                                        why(
                                                "Unlocks when Priya Nair finishes the form and Steven Quill has been asked.",
                                                must("ICRT-13")),
                                        "Tyler (13) and Maisie (8) Quill",
                                        "F-20533",
                                        dueWithLink("Due tomorrow", "Friday 19 June", Due.State.OPEN),
                                        Tag.cannotStartYet())))),
                new WorkPage.Rest(
                        "The 100 that press most are shown. There are more.", new Link("Show them all", "/x")),
                new WaitingGroup(
                        "waiting",
                        "Waiting on others",
                        "waiting on others",
                        List.of(new WaitingGroup.Row(
                                "Decide the threshold",
                                "/transfers/T-3094",
                                why("The procedure gives no time.", must("ICRT-14")),
                                new Link("Noah Brandt (10)", "/families/F-20388"),
                                "F-20388",
                                "Ruth Kavanagh",
                                "ICRT",
                                "2 working days, since Tuesday 16 June"))),
                null,
                List.of(
                        new Card(
                                "team",
                                "Ashmere North today",
                                Card.Tone.PLAIN,
                                List.of(),
                                List.of(
                                        fact("Children", "118 in 61 families"),
                                        fact("No named practitioner", "0"),
                                        new Fact(
                                                "With duty holder",
                                                "2, longest 1 day",
                                                new Link("See them", "/trays/n"),
                                                true)),
                                List.of()),
                        new Card(
                                "room",
                                "Who has room",
                                Card.Tone.PLAIN,
                                List.of(),
                                List.of(),
                                List.of(
                                        new Card.Line("Priya Nair", "12 of 14 families", null),
                                        new Card.Line("Hannah Whitlock", "14 of 14, covers Marcus", null)))));
    }

    private static WorkPage workEmpty() {
        return new WorkPage(
                layout("My work", "Jonah Pike", "/work"),
                null,
                "Thursday 18 June 2026, 8:52am",
                "My work",
                List.of(),
                List.of(),
                null,
                null,
                "Nothing is due. Your next date is Thursday 2 July 2026, an Early Help Review.",
                List.of());
    }

    private static TrayPage tray() {
        return new TrayPage(
                layout("ICRT tray", "Ruth Kavanagh", "/trays"),
                "Thursday 18 June 2026, 8:52am",
                "ICRT tray",
                "Ruth Kavanagh answers for the team until 5:30pm; then the Emergency Duty Team.",
                List.of(new Tab("ICRT", "/trays/icrt", true), new Tab("Duty Team", "/trays/duty", false)),
                List.of(
                        new TrayPage.Row(
                                "t1",
                                "Decide the threshold",
                                "/transfers/T-3094",
                                why("The procedure gives no time.", must("ICRT-14")),
                                new Link("Noah Brandt (10)", "/families/F-20388"),
                                "F-20388",
                                "from Denise Okafor, Early Help North",
                                "Tuesday 16 June, 4:05pm",
                                due("No date", "the procedure gives none", Due.State.OPEN),
                                Tag.inProgress(),
                                null),
                        new TrayPage.Row(
                                "t2",
                                "Decide: contact on an open family",
                                "/contacts/C-881",
                                why(null, must("ICRT-04")),
                                new Link("Mina Harcourt (6)", "/families/F-20488"),
                                "F-20488",
                                "from Larch Road Primary",
                                "today, 8:20am",
                                due("Due today", "Thursday 18 June", Due.State.TODAY),
                                Tag.notStarted(),
                                press("Take it"))),
                "The tray is empty. Last item dealt with at 10:15am.",
                List.of(new TrayPage.Unnamed(
                        new Link("Zuri Obuya (9)", "/families/F-20338"),
                        "F-20338",
                        "3 days",
                        "Imported from the case system without a known worker; Ruth Kavanagh answers as duty holder.",
                        open("Name a practitioner"),
                        null)),
                null,
                "icrt",
                List.of(),
                List.of(new Card(
                        "duty",
                        "On duty",
                        Card.Tone.PLAIN,
                        List.of(),
                        List.of(fact("Now", "Ruth Kavanagh"), fact("Tonight", "Emergency Duty Team")),
                        List.of())),
                null);
    }

    private static FamilyPage family() {
        return new FamilyPage(
                layout("At a glance, F-20417", "Leah Adeyemi", "/families"),
                new Identity(
                        "Ellis and Isla Rowan, Kit Hale",
                        "F-20417",
                        "/families/F-20417",
                        "Ashmere North · Level 3, being assessed"),
                List.of(
                        new Tab("At a glance", "/families/F-20417", true),
                        new Tab("Chronology", "/families/F-20417/chronology", false)),
                "The family at a glance",
                List.of("Non-molestation order for Isla. It restricts Daniel: it limits contact with the children."),
                null,
                new FamilyPage.Practitioner(
                        "Leah Adeyemi, social worker",
                        true,
                        "since Monday 8 June 2026 at 9:20am · Assessment Team 2",
                        new Link("01632 960131", "tel:+441632960131"),
                        "Before: Marcus Bell, 12 January to 8 June 2026. 0 days without a named practitioner since the family came back.",
                        null,
                        List.of(
                                fact("Plan", "Early Help Plan, 20 May 2026, goes on during the assessment"),
                                fact("Legal status", "None. No court orders"),
                                new Fact("Next", "Book the checkpoint, due Thursday 25 June", null, true))),
                new Action.Open("Book the checkpoint", "/x", null),
                List.of(
                        new Action.Open("Start a transfer", "/transfers/new?family=F-20417", null),
                        open("Add a family member"),
                        open("Record something that happened")),
                List.of(
                        new OpenService(
                                "Assessment",
                                "accountable",
                                true,
                                "Leah Adeyemi, since 8 June 2026",
                                "8 June 2026",
                                "LCS",
                                "the assessment is complete, at the latest Wednesday 5 August 2026"),
                        new OpenService(
                                "Early Help",
                                "stays alongside",
                                false,
                                "Marcus Bell, since 12 January 2026 (on leave to 19 June, Hannah Whitlock covers)",
                                "12 January 2026",
                                "EHM",
                                "the checkpoint finds “still Level 3”. If not, it goes on and the family steps down.")),
                List.of(
                        fact(
                                "Why both",
                                "Early Help stays involved after the papers are passed, so that nothing stops and starts. ICRT-20"),
                        fact("What ends it", "the checkpoint. Early Help cannot be closed before it. ICRT-22")),
                "Two services are open at once",
                "Open four times since March 2022. It closed three times, and the family came back after 6, 5 and 8 months. These are facts from the record, not a score.",
                List.of(new Need(
                        "clock-checkpoint",
                        "Checkpoint: level of risk, and who goes on working",
                        "/transfers/T-2988",
                        why(null, cite("ICRT-21", "must", "text, with a reading")),
                        "Leah Adeyemi and Marcus Bell",
                        new Due("Thursday 25 June", "in 5 working days", Due.State.OPEN, null, fiveWorkingDays()),
                        Tag.notStarted(),
                        List.of(),
                        List.of(),
                        false)),
                List.of(
                        new FamilyPage.Member(
                                "Ellis Rowan", "11", "At home", "none", "Letters in plain words, read together", false),
                        new FamilyPage.Member(
                                "Joanne Rowan",
                                "34, mother",
                                "At home",
                                "Ellis, Isla, Kit",
                                "Text first. Prefers mornings",
                                false),
                        new FamilyPage.Member(
                                "Daniel Rowan",
                                "37, father of Ellis and Isla",
                                "Elsewhere",
                                "Ellis, Isla",
                                "Own letter. Nothing in it about this household",
                                true)),
                List.of(
                        fact(
                                "Step up for assessment: obtained",
                                "Joanne, 28 May, in person. Craig (for Kit), 28 May. Daniel, 1 June, by phone."),
                        fact("Not to be told", "Larkfield Juniors FC. Ellis asked for this."),
                        fact("Grounds for sharing, kept apart", "Public task, recorded 4 June by Denise Okafor.")),
                List.of(
                        event(
                                "f1",
                                "Visit: Isla seen on her own",
                                "Leah Adeyemi",
                                "17 June 2026 at 4:10pm",
                                "2026-06-17T16:10"),
                        event(
                                "f2",
                                "Social worker allocated",
                                "Colette Marsh",
                                "8 June 2026 at 9:20am",
                                "2026-06-08T09:20")),
                new Link("The whole chronology", "/families/F-20417/chronology"),
                List.of(
                        new FamilyPage.Run(
                                new Link("Step up T-2988", "/transfers/T-2988"),
                                "planned step up",
                                "Ellis, Isla, Kit",
                                "Checkpoint",
                                "since 4 June 2026",
                                Tag.inProgress()),
                        new FamilyPage.Run(
                                new Link("Step down T-1450", "/transfers/T-1450"),
                                "from a plan",
                                "Ellis, Isla",
                                "Ended: stepped down",
                                "25 November 2024",
                                Tag.completed())),
                List.of());
    }

    private static FamilyPage familyWithoutPractitioner() {
        var base = family();
        return new FamilyPage(
                layout("At a glance, F-20338", "Ruth Kavanagh", "/families"),
                new Identity("Zuri Obuya", "F-20338", "/families/F-20338", "Ashmere North · Level 2"),
                base.tabs(),
                base.heading(),
                List.of(),
                null,
                new FamilyPage.Practitioner(
                        "Denise Okafor, for Early Help North",
                        false,
                        "since Monday 15 June 2026 · imported, the worker was not known",
                        null,
                        null,
                        "3 days without one. Denise Okafor or her deputy can name somebody.",
                        List.of()),
                new Action.Open("Name a practitioner", "/x", null),
                List.of(),
                List.of(new OpenService(
                        "Early Help",
                        "accountable",
                        true,
                        "duty holder of Early Help North",
                        "3 March 2026",
                        "EHM",
                        "the plan is complete, or the family steps up or down")),
                List.of(),
                "One service is open",
                null,
                List.of(),
                base.members().subList(0, 1),
                List.of(),
                List.of(),
                null,
                List.of(),
                List.of());
    }

    private static ChronologyPage chronology() {
        var base = family();
        var mark = new Action.Press("Mark as significant", "/families/F-20417/chronology/mark", List.of(), null);
        return new ChronologyPage(
                layout("Chronology, F-20417", "Leah Adeyemi", "/families"),
                base.identity(),
                List.of(
                        new Tab("At a glance", "/families/F-20417", false),
                        new Tab("Chronology", "/families/F-20417/chronology", true)),
                "Chronology",
                form("Show these", new FormPart.TextInput("kind", "Kind", null, "", 0, null)),
                false,
                "34 events, newest first.",
                "A gap is shown where nothing was recorded for more than 28 days while a service was open.",
                List.of(new Link("Oldest first", "?order=oldest")),
                history().stream()
                        .map(event ->
                                new ChronologyPage.Entry(event, "Transfers and decisions", false, false, null, mark))
                        .toList(),
                new stepways.app.web.Pages("1 to 4 of 34", null, "?after=e1"));
    }

    private static SignInPage signIn() {
        var denise = new SignInPage.Person(
                "p1", "Denise Okafor", "Early Help team manager", "A harm call nobody has confirmed");
        var people = List.of(denise, new SignInPage.Person("p2", "Priya Nair", "Early Help worker", null));
        var sw = List.of(
                new SignInPage.Person("p3", "Ruth Kavanagh", "ICRT manager", "A request to decide"),
                new SignInPage.Person("p4", "Colette Marsh", "Duty manager", null));
        var outside = layout("Sign in", "", "/work");
        var layout = new stepways.app.web.Layout(
                "Sign in",
                "Stepways, demonstration",
                null,
                List.of(),
                null,
                CSRF,
                outside.packLine(),
                outside.assets(),
                null,
                null,
                "/work",
                null);
        return new SignInPage(
                layout,
                "Choose who you are",
                List.of(
                        "Every council, person and family here is invented. A real service signs people in with the council’s own accounts; it has no page like this one."),
                "/sign-in",
                List.of(
                        new SignInPage.Story(
                                "A step up, from the worker’s side",
                                "Two children, one agreement missing, due tomorrow.",
                                people.get(1)),
                        new SignInPage.Story("A decision", "Is the threshold met for Noah?", sw.get(0)),
                        new SignInPage.Story("Harm now", "A call nobody has confirmed for four minutes.", denise)),
                List.of(
                        new SignInPage.Authority(
                                "ashmere",
                                "Ashmere Council",
                                "runs the ICRT council’s procedure",
                                List.of(
                                        new SignInPage.Team("Early Help North", people),
                                        new SignInPage.Team("ICRT", sw))),
                        new SignInPage.Authority(
                                "hartlea",
                                "Hartlea Council",
                                "runs Dorset’s procedure",
                                List.of(new SignInPage.Team(
                                        "West locality",
                                        List.of(new SignInPage.Person(
                                                "p9", "Moira Fenwick", "Meeting chair", null)))))));
    }

    private static HarmPage harm() {
        var confirm = form(
                "I have spoken to them",
                new FormPart.Radios(
                        "who",
                        "Who was it?",
                        null,
                        List.of(
                                FormPart.Choice.of("1", "Denise Okafor", false),
                                FormPart.Choice.of("2", "Graham Tully", false),
                                new FormPart.Choice(
                                        "other",
                                        "Emergency Duty Team, police or somebody else",
                                        null,
                                        List.of(),
                                        false,
                                        List.of(new FormPart.TextInput("name", "Their name", null, "", 20, null)))),
                        null),
                new FormPart.TextInput("at", "At what time?", null, "8:52am", 5, null));
        var seen = List.of(
                new FormPart.Chip("w", "Worried", null, true),
                new FormPart.Chip("s", "Safe", null, false),
                new FormPart.Chip("n", "Not seen", null, false));
        var children = form(
                "Save what I know",
                new FormPart.Pick("child-1", "Amara, 7", null, seen, null),
                new FormPart.Pick("child-2", "Jude, 4", null, seen, null),
                new FormPart.Pick("child-3", "Bea, 11 months", null, seen, null),
                new FormPart.TextInput(
                        "other",
                        "Another child there? First name and age",
                        "Theo Lindqvist, 9, a cousin, stays at weekends.",
                        "",
                        0,
                        null),
                new FormPart.TextArea("what", "What did you see or hear? A few words", null, "", 3, null));
        return new HarmPage(
                layout("Harm now", "Tom Ferreira", "/none").withoutHarmCorner(),
                "Harm now: ring first",
                new HarmClock("4 min", "since 8:48am", null),
                false,
                "Nobody has been told yet",
                "Amara, Jude and Bea Lindqvist. A message is not being told. It counts when a person has answered you.",
                List.of(
                        new Ring(
                                "07700 900301",
                                "+447700900301",
                                "1. Denise Okafor, your manager. Rung 8:48am and 8:51am, no answer",
                                Ring.Standing.TRIED),
                        new Ring(
                                "07700 900318",
                                "+447700900318",
                                "2. Ring now: Graham Tully, other manager on duty",
                                Ring.Standing.FIRST),
                        new Ring(
                                "01632 960114",
                                "+441632960114",
                                "3. Then: Ruth Kavanagh, ICRT manager on duty",
                                Ring.Standing.NEXT)),
                new Ring("01632 960199", "+441632960199", "Emergency Duty Team", Ring.Standing.NEXT),
                "After 5:30pm, before 8:30am, at weekends and on bank holidays: Emergency Duty Team",
                "It is 8:52am on Thursday 18 June 2026: the day numbers apply.",
                null,
                confirm,
                children,
                List.of(
                        fact("8:48am", "You opened this page at the family’s home."),
                        fact("8:51am", "Rang Denise Okafor. No answer."),
                        fact(
                                "8:53am",
                                "If nobody has confirmed, Angela Stroud, service manager, is alerted. Ashmere set 5 minutes on 1 April 2026.")),
                List.of(
                        "No agreement, no form and no paper is needed.",
                        "Early Help stays open until another way is agreed."),
                List.of(new HarmPage.Held(
                        "An invitation to Kerstin Lindqvist is held.",
                        new Action.Blocked("Releasing it", "is for a manager.", List.of(), "Graham Tully can."))),
                why(null, must("ICRT-24"), must("ICRT-27"), cite("ENG-09", "must", "national")),
                new Link("Leave this page.", "/work"),
                "The minutes go on counting until somebody has confirmed, or you record that you opened it by mistake.");
    }

    private static HarmPage harmWithNobodyKnown() {
        var base = harm();
        return new HarmPage(
                base.layout(),
                base.heading(),
                null,
                false,
                "Ring now",
                "Nobody is told by this page. A person who answers you is.",
                base.ring(),
                base.outOfHours(),
                base.outOfHoursWords(),
                base.hoursNow(),
                form(
                        "I am ringing about this child",
                        new FormPart.TextInput(
                                "name",
                                "A name, if you know one",
                                "A first name is enough. No birth date is needed.",
                                "",
                                20,
                                null),
                        new FormPart.TextInput("where", "Where are you?", null, "", 0, null)),
                null,
                null,
                List.of(),
                base.nothingInTheWay(),
                List.of(),
                base.why(),
                base.leave(),
                "Nothing has been recorded yet.");
    }
}
