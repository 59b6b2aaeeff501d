using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using BgpNode.Routing.Export;

namespace BgpNode.Speaker.Rib;

/// <summary>A neighbour's place in its update group's log, with something to wait on.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class PeerOutput : IOutput
{
    // Released by the loop, waited for by the session's writer; one release too many only costs a look.
    private readonly SemaphoreSlim _grown = new(0);

    public GroupMember Member { get; set; } = null!;

    public bool TryRead(int maxBytes, out ReadOnlySequence<byte> messages) => Member.TryRead(maxBytes, out messages);

    public void Advance(long bytes) => Member.Advance(bytes);

    public async ValueTask WaitAsync(CancellationToken ct)
    {
        if (!Member.TryRead(1, out _))
        {
            await _grown.WaitAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Called by the loop when the log has grown.</summary>
    public void Wake()
    {
        if (_grown.CurrentCount == 0)
        {
            _grown.Release();
        }
    }
}
