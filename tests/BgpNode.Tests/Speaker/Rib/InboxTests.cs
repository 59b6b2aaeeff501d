using BgpNode.Speaker.Rib;
using Xunit;

#pragma warning disable VSTHRD003 // a test has no context that could lock up

namespace BgpNode.Tests.Speaker.Rib;

public class InboxTests
{
    [Fact]
    public async Task A_writer_waits_while_it_is_full_and_order_is_kept()
    {
        var inbox = new Inbox<int>(2);
        await inbox.WriteAsync(1, CancellationToken.None);
        await inbox.WriteAsync(2, CancellationToken.None);
        Task third = inbox.WriteAsync(3, CancellationToken.None).AsTask();
        Assert.False(third.IsCompleted);
        Assert.True(inbox.TryRead(out int item));
        Assert.Equal(1, item);
        await third;
        Assert.Equal([2, 3], Drain(inbox));
    }

    [Fact]
    public async Task A_writer_that_gave_up_left_nothing_behind()
    {
        var inbox = new Inbox<int>(1);
        using var cancel = new CancellationTokenSource();
        await inbox.WriteAsync(1, CancellationToken.None);
        Task second = inbox.WriteAsync(2, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal([1], Drain(inbox));
    }

    [Fact]
    public async Task Closed_it_refuses_those_who_wait_and_gives_out_what_it_has()
    {
        var inbox = new Inbox<int>(1);
        await inbox.WriteAsync(1, CancellationToken.None);
        Task second = inbox.WriteAsync(2, CancellationToken.None).AsTask();
        inbox.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => second);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await inbox.WriteAsync(3, CancellationToken.None));
        Assert.Equal([1], Drain(inbox));
        inbox.Wait(); // does not block any more
    }

    [Fact]
    public async Task Many_writers_and_a_blocking_reader_lose_nothing()
    {
        var inbox = new Inbox<int>(4);
        int[] read = new int[4000];
        var reader = new Thread(() =>
        {
            for (int count = 0; count < read.Length;)
            {
                if (inbox.TryRead(out int item))
                {
                    read[item]++;
                    count++;
                }
                else
                {
                    inbox.Wait();
                }
            }
        });
        reader.Start();
        await Parallel.ForEachAsync(Enumerable.Range(0, read.Length), async (i, ct) => await inbox.WriteAsync(i, ct));
        reader.Join();
        Assert.All(read, n => Assert.Equal(1, n));
    }

    private static List<int> Drain(Inbox<int> inbox)
    {
        var items = new List<int>();
        while (inbox.TryRead(out int item))
        {
            items.Add(item);
        }

        return items;
    }
}
