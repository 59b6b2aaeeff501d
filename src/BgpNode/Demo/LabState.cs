using System.Text.Json;
using System.Text.Json.Serialization;
using BgpNode.Demo.Tools;
using BgpNode.Demo.Topology;

namespace BgpNode.Demo;

/// <summary>What has been made, written before it is made, so that <c>demo down</c> finds it whatever happened in between.</summary>
/// <param name="Tor">Which program plays the top-of-rack router.</param>
/// <param name="IPv6">Whether the host has IPv6.</param>
/// <param name="Processes">Everything started, in that order.</param>
/// <param name="Placement">The node of each workload, by name.</param>
internal sealed record LabState(TorKind Tor, bool IPv6, IReadOnlyList<LabProcess> Processes, IReadOnlyDictionary<string, string> Placement)
{
    public static LabState New(TorKind tor, bool ipv6) =>
        new(tor, ipv6, [], LabPlan.Workloads.ToDictionary(w => w.Name, w => w.FirstNode));

    public LabRouter NodeOf(LabWorkload workload) => LabPlan.Nodes.Single(node => node.Name == Placement[workload.Name]);

    public LabState With(LabProcess process) => this with { Processes = [.. Processes, process] };

    public LabState With(LabWorkload workload, LabRouter node) =>
        this with { Placement = new Dictionary<string, string>(Placement) { [workload.Name] = node.Name } };

    /// <summary>The state on disk, or null when there is no lab.</summary>
    public static LabState? Load()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(LabFiles.State), LabStateJson.Default.LabState);
        }
        catch (Exception absent) when (absent is IOException or JsonException)
        {
            return null;
        }
    }

    public void Save()
    {
        string next = LabFiles.State + ".new";
        File.WriteAllText(next, JsonSerializer.Serialize(this, LabStateJson.Default.LabState));
        File.Move(next, LabFiles.State, overwrite: true);
    }
}

/// <summary>A process of the lab and the router that it belongs to.</summary>
internal sealed record LabProcess(string Router, ProcessIdentity Identity);

[JsonSerializable(typeof(LabState))]
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
internal sealed partial class LabStateJson : JsonSerializerContext;
