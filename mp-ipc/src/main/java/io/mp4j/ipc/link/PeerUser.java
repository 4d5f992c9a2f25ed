package io.mp4j.ipc.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Asks the platform which user is at the other end of a Unix domain socket. */
final class PeerUser {
  private static final ChannelOption<UnixDomainPrincipal> CREDENTIALS =
      NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);

  private PeerUser() {}

  /** Refuses a peer that another user runs; where the platform does not tell, the token decides. */
  static void check(Channel channel, UserPrincipal owner) {
    UnixDomainPrincipal peer;
    try {
      peer = channel.config().getOption(CREDENTIALS);
    } catch (UnsupportedOperationException notOnThisPlatform) {
      return;
    }
    if (peer != null && !peer.user().equals(owner)) {
      throw new SecurityException(
          "another user connects to our socket: user=" + peer.user().getName());
    }
  }
}
