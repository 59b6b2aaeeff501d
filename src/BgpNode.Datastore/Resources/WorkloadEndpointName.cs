namespace BgpNode.Datastore.Resources;

/// <summary>
/// Calico's names for WorkloadEndpoints: node, orchestrator, workload and endpoint joined with dashes, a dash inside a part
/// written twice. The part in third place depends on the orchestrator.
/// </summary>
public static class WorkloadEndpointName
{
    /// <summary>The name that a spec must have.</summary>
    /// <param name="spec">Its node, orchestrator and endpoint are set.</param>
    /// <param name="name">The name, when there is no problem.</param>
    /// <param name="field">The field of the spec that stands in the way.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryFor(WorkloadEndpointSpec spec, out string name, out string field, out string? problem)
    {
        (string thirdField, string? third) = spec.Orchestrator switch
        {
            "k8s" => ("pod", spec.Pod),
            "cni" => ("containerID", spec.ContainerId),
            "libnetwork" => ("orchestrator", spec.Orchestrator),
            _ => ("workload", spec.Workload),
        };
        (string Field, string? Value)[] parts =
            [("node", spec.Node), ("orchestrator", spec.Orchestrator), (thirdField, third), ("endpoint", spec.Endpoint)];
        (name, field, problem) = ("", "", null);
        foreach ((string part, string? value) in parts)
        {
            field = part;
            problem = string.IsNullOrEmpty(value) ? "is missing; the endpoint's name is made from it"
                : value[0] == '-' || value[^1] == '-' ? $"'{value}' begins or ends with a dash, which the endpoint's name cannot hold"
                : null;
            if (problem is not null)
            {
                return false;
            }
        }

        name = string.Join('-', parts.Select(part => Escape(part.Value!)));
        (field, problem) = ("", null);
        return true;
    }

    /// <summary>One part as it stands in a name.</summary>
    public static string Escape(string part) => part.Replace("-", "--", StringComparison.Ordinal);

    /// <summary>Whether a name belongs to a node, told by its octets alone: before any document is parsed.</summary>
    /// <param name="name">An endpoint's name in UTF-8.</param>
    /// <param name="escapedNodeDash">The node's name, escaped, and a dash.</param>
    public static bool IsOfNode(ReadOnlySpan<byte> name, ReadOnlySpan<byte> escapedNodeDash) =>
        name.StartsWith(escapedNodeDash)
        && (name.Length == escapedNodeDash.Length || name[escapedNodeDash.Length] != (byte)'-'); // "a-" also begins "a--b-": node a-b
}
