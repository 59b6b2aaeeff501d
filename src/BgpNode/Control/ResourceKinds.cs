using System.Diagnostics.CodeAnalysis;

namespace BgpNode.Control;

/// <summary>The kinds that can be read and written, by the names people type: kind or plural, in any case.</summary>
public static class ResourceKinds
{
    private static readonly ResourceKind[] Kinds =
    [
        new("Node", "nodes", Namespaced: false),
        new("BGPConfiguration", "bgpconfigurations", Namespaced: false),
        new("BGPPeer", "bgppeers", Namespaced: false),
        new("BGPFilter", "bgpfilters", Namespaced: false),
        new("IPPool", "ippools", Namespaced: false),
        new("WorkloadEndpoint", "workloadendpoints", Namespaced: true),
        new("Announcement", "announcements", Namespaced: false),
    ];

    public static IReadOnlyList<ResourceKind> All => Kinds;

    public static bool TryResolve(string text, [NotNullWhen(true)] out ResourceKind? kind)
    {
        kind = Array.Find(Kinds, k =>
            text.Equals(k.Name, StringComparison.OrdinalIgnoreCase) || text.Equals(k.Plural, StringComparison.OrdinalIgnoreCase));
        return kind is not null;
    }
}
