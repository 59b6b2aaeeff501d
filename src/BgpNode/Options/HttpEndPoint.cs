using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BgpNode.Options;

/// <summary>The <c>host:port</c> form of a listener: an address (IPv6 in brackets) or <c>localhost</c>.</summary>
internal static class HttpEndPoint
{
    public static bool TryParse(string text, out IPEndPoint endPoint, out string problem)
    {
        endPoint = NodeOptions.DefaultHttp;
        problem = "";
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        bool bracketed = host.Length > 1 && host[0] == '[' && host[^1] == ']';
        if (colon < 0 || (host.Contains(':', StringComparison.Ordinal) && !bracketed))
        {
            problem = $"'{text}' is not host:port; write 127.0.0.1:9179, [::1]:9179 or off";
            return false;
        }

        if (!ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0)
        {
            problem = $"'{text[(colon + 1)..]}' is not a port; write a number from 1 to 65535";
            return false;
        }

        IPAddress? address = host == "localhost" ? IPAddress.Loopback : null;
        if (address is null
            && (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out address)
                || bracketed != (address.AddressFamily == AddressFamily.InterNetworkV6)
                || (!bracketed && address.ToString() != host)))
        {
            problem = $"'{host}' is not an address of this node; write 127.0.0.1, 0.0.0.0, [::1] or localhost";
            return false;
        }

        endPoint = new IPEndPoint(address, port);
        return true;
    }
}
