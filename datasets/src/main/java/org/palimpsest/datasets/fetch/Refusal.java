package org.palimpsest.datasets.fetch;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.palimpsest.datasets.DatasetException;

/** Tells what another try may mend from what it will not, when a server does not send the file. */
final class Refusal {
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private Refusal() {}

    /**
     * An answer without the file.
     *
     * @return the failure, if it may pass
     * @throws DatasetException if it will not
     */
    static FailedTry of(URI address, HttpResponse<?> answer) {
        int status = answer.statusCode();
        if (status >= 500 || PASSING.contains(status)) {
            return FailedTry.busy("the server answered " + status, retryAfter(answer));
        }
        throw new DatasetException(address.toString(), words(status, answer));
    }

    private static String words(int status, HttpResponse<?> answer) {
        String words = "the server answered " + status;
        if (status >= 300 && status < 400) {
            return words + " and points to '" + answer.headers().firstValue("Location").orElse("")
                    + "', which is not followed: from https only to https, and not for ever";
        }
        return switch (status) {
            case 401, 403 -> words + ": it does not give this file to everybody";
            case 404, 410 -> words + ": the file is not there, or no longer";
            case 407 -> words + ": the proxy asks for a name and a password";
            default -> words + " instead of sending the file";
        };
    }

    /** Seconds or a date (RFC 9110, section 10.2.3). */
    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        String value = answer.headers().firstValue("Retry-After").orElse("").strip();
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(Instant.now(), until);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * No answer at all.
     *
     * @return the failure, if it may pass
     * @throws DatasetException if it will not
     */
    static FailedTry of(URI address, Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return FailedTry.unreachable("unknown host " + address.getHost(), fault);
            }
            if (cause instanceof SSLHandshakeException) {
                throw new DatasetException(
                        address.toString(), "the server cannot prove who it is: " + cause.getMessage(), fault);
            }
        }
        if (fault instanceof HttpConnectTimeoutException) {
            return FailedTry.unreachable("no connection in time", fault);
        }
        if (fault instanceof ConnectException || fault instanceof NoRouteToHostException) {
            return FailedTry.unreachable(message(fault, "no connection"), fault);
        }
        return FailedTry.cut("the connection failed: " + message(fault, fault.getClass().getSimpleName()), fault);
    }

    private static String message(Throwable fault, String otherwise) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return otherwise;
    }
}
