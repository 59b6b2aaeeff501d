using System.IO.Pipelines;

namespace BgpNode.TestKit.Speaker;

/// <summary>A pipe writer that knows how much went through it: the "arrived" of a connection in memory.</summary>
internal sealed class CountingWriter(PipeWriter inner) : PipeWriter
{
    private long _total;

    public long Total => Volatile.Read(ref _total);

    public override void Advance(int bytes)
    {
        inner.Advance(bytes);
        Interlocked.Add(ref _total, bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
