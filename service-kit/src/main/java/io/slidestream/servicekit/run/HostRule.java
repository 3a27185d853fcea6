package io.slidestream.servicekit.run;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * A web site can make its own name resolve to an address of ours and then read what we answer, as pages of its own. It cannot make
 * the browser send another Host than that name. So we answer to addresses, to names that nobody can register (of one label, or below
 * an ending that is kept for private use), and to what this machine calls itself; on loopback to loopback's names alone. Whoever
 * sends no Host at all is no browser but a load balancer's probe (HTTP/1.0), and is answered.
 */
/** Rule for the Host headers that are answered. */
public final class HostRule {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
    private static final Pattern ONE_LABEL = Pattern.compile("[a-z0-9_-]+");
    private static final Pattern PRIVATE =
            Pattern.compile("[a-z0-9_.-]+\\.(svc|cluster\\.local|local|internal|home\\.arpa|localhost)\\.?");

    private final Set<String> names;
    private final Predicate<String> others;

    private HostRule(Set<String> names, Predicate<String> others) {
        this.names = names;
        this.others = others;
    }

    /** @param address what is listened on */
    public static HostRule of(InetSocketAddress address) {
        if (address.getAddress() != null && address.getAddress().isLoopbackAddress()) {
            return new HostRule(LOOPBACK, name -> false);
        }
        Set<String> names = new HashSet<>(LOOPBACK);
        names.add(address.getHostString().toLowerCase(Locale.ROOT));
        try {
            InetAddress here = InetAddress.getLocalHost();
            names.add(here.getHostName().toLowerCase(Locale.ROOT));
            names.add(here.getCanonicalHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            // a machine without a name: its addresses remain
        }
        return new HostRule(Set.copyOf(names), HostRule::isPrivate);
    }

    /** @param host the header with or without a port; null where there is none */
    public boolean allows(@Nullable String host) {
        if (host == null) {
            return true;
        }
        String name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
        return names.contains(name) || others.test(name);
    }

    private static boolean isPrivate(String name) {
        return IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches()
                || ONE_LABEL.matcher(name).matches()
                || PRIVATE.matcher(name).matches();
    }
}
