package dev.trawl.dashboard;

import dev.trawl.http.RequestException;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.filter.InvalidFilterException;
import java.util.List;
import java.util.stream.Collectors;

/** An error of the REST interface, which may have problems with their places. */
final class ApiException extends RequestException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  private ApiException(int status, String title, String detail, List<Problem> problems) {
    super(status, title, detail);
    this.problems = List.copyOf(problems);
  }

  static ApiException badRequest(String detail) {
    return of(400, "The request is not valid", detail);
  }

  static ApiException invalid(InvalidSweepException e) {
    return invalid("The sweep file is not valid", e);
  }

  /** Of changes to a sweep whose file is valid without them. */
  static ApiException invalidChanges(InvalidSweepException e) {
    return invalid("The changes are not valid", e);
  }

  private static ApiException invalid(String title, InvalidSweepException e) {
    int count = e.problems().size();
    return new ApiException(
        400, title, count == 1 ? "1 problem" : count + " problems", e.problems());
  }

  static ApiException invalid(InvalidFilterException e) {
    return new ApiException(
        400, "The filter or order is not valid", joined(e.problems()), e.problems());
  }

  static ApiException invalidQuery(List<Problem> problems) {
    return new ApiException(400, "The query is not valid", joined(problems), problems);
  }

  private static String joined(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
  }

  static ApiException notFound(String detail) {
    return of(404, "Not found", detail);
  }

  static ApiException conflict(String detail) {
    return of(409, "Not possible now", detail);
  }

  static ApiException of(int status, String title, String detail) {
    return new ApiException(status, title, detail, List.of());
  }

  List<Problem> problems() {
    return problems;
  }
}
