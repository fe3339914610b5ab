package stepways.app.lists;

import de.siegmar.fastcsv.writer.CsvWriter;
import gg.jte.TemplateEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import stepways.app.access.AccessLog;
import stepways.app.web.Dates;
import stepways.app.web.LocalPath;
import stepways.app.web.NotFound;
import stepways.app.web.SignedInStaff;

/// Any list of the service as a file, every page of it, with what its reader may see and nothing else.
@Controller
class ListFileController {

    /// A list this long is a report; it is cut here, and the file says so.
    private static final int MOST_PAGES = 2000;

    private final ListPages pages;
    private final AccessLog log;
    private final InstantSource clock;

    ListFileController(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers,
            RequestMappingHandlerAdapter adapter,
            TemplateEngine engine,
            AccessLog log,
            InstantSource clock) {
        pages = new ListPages(handlers, adapter, engine);
        this.log = log;
        this.clock = clock;
    }

    /// Where the rows of a file go.
    private interface Sink extends AutoCloseable {

        void row(List<String> cells) throws IOException;

        @Override
        void close() throws IOException;
    }

    @GetMapping("/lists/csv")
    @Nullable
    ModelAndView csv(
            @RequestParam(defaultValue = "") String of,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            HttpServletResponse response)
            throws Exception {
        return file(of, "csv", "text/csv;charset=UTF-8", me, request, response);
    }

    @GetMapping("/lists/xlsx")
    @Nullable
    ModelAndView xlsx(
            @RequestParam(defaultValue = "") String of,
            @AuthenticationPrincipal SignedInStaff me,
            HttpServletRequest request,
            HttpServletResponse response)
            throws Exception {
        return file(
                of, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", me, request, response);
    }

    private @Nullable ModelAndView file(
            String of,
            String ending,
            String type,
            SignedInStaff me,
            HttpServletRequest request,
            HttpServletResponse response)
            throws Exception {
        var address = LocalPath.of(of);
        if (address.startsWith("/lists/") || !address.equals(of)) {
            throw new NotFound("a list of this address");
        }
        var read = pages.read(address, request, response);
        if (read instanceof ListPages.Read.Other(var view)) {
            return view;
        }
        if (!(read instanceof ListPages.Read.Page(var html))) {
            throw new NotFound("a list of this address");
        }
        var rows = new ListRows(html);
        if (!rows.isList()) {
            throw new NotFound("a list on this page");
        }
        log.write(me, "take-list-away", null, null, null, null, address.replaceAll("purpose=[^&]*&?", ""));
        response.setContentType(type);
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"" + name(rows.heading()) + "-" + Dates.day(clock.instant()) + "." + ending
                        + "\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        try (var sink = ending.equals("csv")
                ? csv(response.getOutputStream())
                : workbook(response.getOutputStream(), rows.heading())) {
            write(rows, sink, request, response);
        }
        return null;
    }

    private void write(ListRows first, Sink sink, HttpServletRequest request, HttpServletResponse response)
            throws Exception {
        if (first.tables().isEmpty()) {
            sink.row(List.of("Nothing is in this list."));
            return;
        }
        boolean several = first.tables().size() > 1;
        var heads = new ArrayList<String>();
        if (several) {
            heads.add("List");
        }
        heads.addAll(first.tables().getFirst().heads());
        sink.row(heads);
        var rows = first;
        for (int page = 1; ; page++) {
            for (var table : rows.tables()) {
                for (var row : table.rows()) {
                    var cells = new ArrayList<String>();
                    if (several) {
                        cells.add(table.name());
                    }
                    cells.addAll(row);
                    sink.row(cells);
                }
            }
            var next = rows.next();
            if (next.isEmpty()) {
                return;
            }
            if (page == MOST_PAGES) {
                sink.row(List.of("The list goes on. This file was cut here: ask for a narrower list."));
                return;
            }
            if (!(pages.read(LocalPath.of(next.get()), request, response) instanceof ListPages.Read.Page(var html))) {
                sink.row(List.of("The rest of the list could not be read. Take it away again."));
                return;
            }
            rows = new ListRows(html);
        }
    }

    /// Spreadsheets know by its first mark that the file is in UTF-8.
    private static Sink csv(OutputStream to) throws IOException {
        var text = new OutputStreamWriter(to, StandardCharsets.UTF_8);
        text.write('\ufeff');
        var writer = CsvWriter.builder().build(text);
        return new Sink() {
            @Override
            public void row(List<String> cells) {
                writer.writeRecord(cells);
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    private static Sink workbook(OutputStream to, String heading) throws IOException {
        var workbook = new Workbook(to, "Stepways", "1.0");
        Worksheet sheet = workbook.newWorksheet(sheetName(heading));
        return new Sink() {

            private int number;

            @Override
            public void row(List<String> cells) throws IOException {
                for (int column = 0; column < cells.size(); column++) {
                    sheet.value(number, column, cells.get(column));
                    if (number == 0) {
                        sheet.style(0, column).bold().set();
                    }
                }
                number++;
                if (number % 1000 == 0) {
                    sheet.flush();
                }
            }

            @Override
            public void close() throws IOException {
                sheet.close();
                workbook.close();
            }
        };
    }

    private static String sheetName(String heading) {
        var name = heading.replaceAll("[\\\\/*?:\\[\\]']", " ").strip();
        return name.length() > 31 ? name.substring(0, 31).strip() : name.isEmpty() ? "List" : name;
    }

    private static String name(String heading) {
        var name =
                heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return name.isEmpty() ? "list" : name;
    }
}
