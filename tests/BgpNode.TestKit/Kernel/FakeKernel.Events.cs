using BgpNode.Kernel.Netlink;

namespace BgpNode.TestKit.Kernel;

public sealed partial class FakeKernel
{
    private readonly List<FakeSubscription> _subscriptions = [];

    public IKernelSubscription Subscribe(KernelEventFilter filter)
    {
        var subscription = new FakeSubscription(filter, Unsubscribe);
        lock (_lock)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Loses the events that no reader has taken yet, and says so.</summary>
    public void LoseEvents()
    {
        lock (_lock)
        {
            _subscriptions.ForEach(s => s.Lose());
        }
    }

    private void Unsubscribe(FakeSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }

    private void Publish(KernelEvent change) => _subscriptions.ForEach(s => s.Offer(change));
}
