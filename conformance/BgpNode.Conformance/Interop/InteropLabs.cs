using BgpNode.Conformance.Lab.Speakers;
using Xunit;

namespace BgpNode.Conformance.Interop;

/// <summary>A lab for each implementation, made when the first test asks for it.</summary>
public sealed class InteropLabs : IAsyncLifetime
{
    private readonly Dictionary<SpeakerKind, InteropLab> _labs = [];

    /// <summary>Skips the test, with the reason, when the implementation is missing or lacks the feature.</summary>
    internal async Task<InteropLab> OfAsync(SpeakerKind kind, string feature)
    {
        kind.Need();
        Assert.SkipWhen(Shortcomings.Of(kind, feature) is not null, Shortcomings.Of(kind, feature) ?? "");
        if (!_labs.TryGetValue(kind, out InteropLab? lab))
        {
            lab = await InteropLab.StartAsync(kind);
            _labs.Add(kind, lab);
        }

        return lab;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (InteropLab lab in _labs.Values)
        {
            await lab.DisposeAsync();
        }
    }
}
