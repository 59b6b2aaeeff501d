namespace BgpNode.Speaker.Rib;

/// <summary>Who makes the forwarding table true. Called on the RIB loop's thread: must not block.</summary>
public interface IFibSink
{
    /// <summary>
    /// Takes a batch, which belongs to the sink from then on; it calls <see cref="FibBatch.Return"/>. False when it has no room: the
    /// same batch is offered again after <see cref="RibLoop.Resume"/>.
    /// </summary>
    bool TryOffer(FibBatch batch);
}
