using BgpNode.Speaker.Timers;
using CsCheck;
using Xunit;

namespace BgpNode.Tests.Speaker;

public class DeadlineQueueTests
{
    [Fact]
    public void Timers_come_out_by_deadline_and_not_before_it()
    {
        var queue = new DeadlineQueue();
        DeadlineTimer early = NewTimer(), late = NewTimer();
        queue.Set(late, 20);
        queue.Set(early, 10);
        Assert.Equal(10, queue.Next);
        Assert.False(queue.TryTake(9, out _));
        Assert.True(queue.TryTake(30, out DeadlineTimer? first));
        Assert.True(queue.TryTake(30, out DeadlineTimer? second));
        Assert.Equal([early, late], [first, second]);
        Assert.Null(queue.Next);
    }

    [Fact]
    public void Setting_a_running_timer_moves_it()
    {
        var queue = new DeadlineQueue();
        DeadlineTimer timer = NewTimer();
        queue.Set(timer, 10);
        queue.Set(timer, 50);
        Assert.Equal(1, queue.Count);
        Assert.False(queue.TryTake(49, out _));
        Assert.True(queue.TryTake(50, out _));
    }

    [Fact]
    public void Whatever_is_set_moved_and_cancelled_the_order_is_that_of_a_sorted_list() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[-5, 100]).Array[0, 200].Sample(steps =>
        {
            var queue = new DeadlineQueue();
            var model = new Dictionary<DeadlineTimer, long>();
            DeadlineTimer[] timers = [.. Enumerable.Range(0, 20).Select(_ => NewTimer())];
            foreach ((int which, int deadline) in steps)
            {
                if (deadline < 0)
                {
                    queue.Cancel(timers[which]);
                    model.Remove(timers[which]);
                }
                else
                {
                    queue.Set(timers[which], deadline);
                    model[timers[which]] = deadline;
                }

                Assert.Equal(model.Count == 0 ? null : model.Values.Min(), queue.Next);
            }

            var taken = new List<long>();
            while (queue.TryTake(long.MaxValue, out DeadlineTimer? timer))
            {
                taken.Add(model[timer]);
            }

            Assert.Equal(model.Values.Order(), taken);
        });

    private static DeadlineTimer NewTimer() => new(_ => null);
}
