using BgpNode.Datastore;
using BgpNode.Datastore.Resources;
using BgpNode.Net;
using BgpNode.Reconciler.Intent;
using BgpNode.Routing.Policy;

namespace BgpNode.Reconciler.Desired;

/// <summary>
/// BGPFilters into what the RIB asks. A peer's filters are one list of rules, in order: the first rule that matches decides; none
/// leaves import to accept and export to the peer's scope, as Calico's filters do.
/// </summary>
internal sealed class FilterCompiler(IntentSnapshot intent)
{
    private readonly Dictionary<(string Names, bool Import, bool Internal, bool EachFamily), IFilter?> _compiled = [];

    /// <summary>The filter of one direction.</summary>
    /// <param name="names">The peer's <c>filters</c>.</param>
    /// <param name="import">Import rules, or export rules.</param>
    /// <param name="isInternal">Whether the peer is of our AS: decides <c>peerType</c>.</param>
    /// <param name="problems">What stands in the way; the filter then refuses everything, because half a filter may leak.</param>
    /// <param name="warnings">What has no effect; the filter stands.</param>
    /// <param name="eachFamily">Whether a family without a rule of its own is refused when the other one has some (RFC 8212 §3).</param>
    /// <returns>Null when there is no rule.</returns>
    public IFilter? Compile(
        IReadOnlyList<string> names, bool import, bool isInternal, ICollection<string> problems, ICollection<string>? warnings = null, bool eachFamily = false)
    {
        if (names.Count == 0)
        {
            return null;
        }

        var found = new List<string>();
        var rules = new List<FilterRule>();
        foreach (string name in names)
        {
            if (intent.Find<BgpFilterResource>(ResourceKind.BGPFilter, name) is { } filter)
            {
                AddRules(name, import ? filter.Spec.ImportV4 : filter.Spec.ExportV4, Net.Family.IPv4, import, isInternal, rules, found);
                AddRules(name, import ? filter.Spec.ImportV6 : filter.Spec.ExportV6, Net.Family.IPv6, import, isInternal, rules, found);
            }
            else
            {
                found.Add($"there is no BGPFilter '{name}'; until there is, the peer's routes are refused");
            }
        }

        foreach (string problem in found)
        {
            problems.Add(problem);
        }

        if (found.Count > 0)
        {
            return CompiledFilter.RefuseAll;
        }

        if (rules.Count == 0)
        {
            return null;
        }

        foreach (FilterRule rule in rules)
        {
            if (rule.Idle(import, isInternal) is { } idle)
            {
                warnings?.Add($"BGPFilter {rule.Name}: {idle}");
            }
        }

        if (eachFamily)
        {
            rules.AddRange(FamilyExtensions.All.ToArray().Where(family => rules.All(rule => rule.Family != family)).Select(family =>
                new FilterRule($"ebgpRequiresPolicy: there is no rule for {family.Name()} (RFC 8212)", family, new BgpFilterRule { Action = FilterAction.Reject })));
        }

        // One object for peers with the same filters: their update groups are compared by it.
        var key = (string.Join('\n', names), import, isInternal, eachFamily);
        if (!_compiled.TryGetValue(key, out IFilter? compiled))
        {
            _compiled[key] = compiled = new CompiledFilter([.. rules]);
        }

        return compiled;
    }

    private static void AddRules(
        string filter, EquatableList<BgpFilterRule> specs, Net.Family family, bool import, bool isInternal, List<FilterRule> rules, List<string> problems)
    {
        for (int i = 0; i < specs.Count; i++)
        {
            BgpFilterRule spec = specs[i];
            string name = $"{filter}, rule {i + 1}";
            if (spec.PeerType is not null && (spec.PeerType == FilterPeerType.Ibgp) != isInternal)
            {
                continue;
            }

            if (NotSupported(spec, import) is { } what)
            {
                problems.Add($"BGPFilter {name}: {what} is not supported by this version of bgpnode; the peer's routes are refused rather than judged by half a rule");
            }
            else
            {
                rules.Add(new FilterRule(name, family, spec));
            }
        }
    }

    // On import the way out is not known yet, and our own address is no way to a learned route.
    private static string? NotSupported(BgpFilterRule rule, bool import) =>
        !import ? null
        : rule.Interface is not null ? "interface on import"
        : rule.Operations.Any(operation => operation is BgpFilterOperation.SetNextHop { Value: null }) ? "setNextHop: Self on import"
        : null;
}
