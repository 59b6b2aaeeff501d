using BgpNode.Net;
using BgpNode.Protocol.Session;
using BgpNode.Protocol.Wire;
using BgpNode.Routing.Policy;

namespace BgpNode.Speaker.Rib;

/// <summary>A neighbour whose session is established.</summary>
/// <param name="PeerName">The configured name.</param>
/// <param name="PeerAddress">The remote end of the connection.</param>
/// <param name="PeerInterfaceIndex">The link of a link-local address, 0 for none.</param>
/// <param name="Agreement">What both OPENs agreed on.</param>
/// <param name="Policy">How its routes are treated.</param>
/// <param name="LocalAddress">Our end of the connection: the next hop "self" in its family.</param>
/// <param name="LocalAddressOtherFamily">Next hop "self" in the other family, from the same link, null when the link has none.</param>
/// <param name="SharedSubnet">Whether the neighbour is directly connected.</param>
/// <param name="Fail">Asks the session to end with this NOTIFICATION. Never blocks.</param>
public sealed record PeerUp(
    string PeerName,
    Address PeerAddress,
    int PeerInterfaceIndex,
    Agreement Agreement,
    PeerPolicy Policy,
    Address LocalAddress,
    Address? LocalAddressOtherFamily,
    bool SharedSubnet,
    Action<ProtocolError> Fail);
