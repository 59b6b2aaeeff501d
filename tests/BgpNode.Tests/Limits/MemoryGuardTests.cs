using BgpNode.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace BgpNode.Tests.Limits;

public sealed class MemoryGuardTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeMemory _memory = new();
    private readonly List<string> _shed = [];
    private readonly MemoryGuard _guard;
    private string? _greediest = "greedy";

    public MemoryGuardTests() => _guard = new MemoryGuard(_memory, ShedAsync, _clock, NullLogger<MemoryGuard>.Instance);

    public void Dispose() => _guard.Dispose();

    [Fact]
    public async Task With_room_left_nothing_happens()
    {
        _memory.Used = 849;
        await _guard.LookAsync();
        Assert.Equal((0, 0L), (_memory.Collections, _guard.Shed));
    }

    [Fact]
    public async Task What_a_collection_gives_back_costs_nobody_a_session()
    {
        (_memory.Used, _memory.AfterCollection) = (950, 500);
        await _guard.LookAsync();
        Assert.Equal((1, 0L), (_memory.Collections, _guard.Shed));
    }

    [Fact]
    public async Task What_is_in_use_so_soon_after_a_collection_is_in_use()
    {
        (_memory.Used, _memory.AfterCollection) = (850, 800);
        await _guard.LookAsync();
        _memory.Used = 860;
        await _guard.LookAsync();
        Assert.Equal((1, 1L), (_memory.Collections, _guard.Shed));
    }

    [Fact]
    public async Task The_greediest_is_shed_and_the_next_only_after_a_pause()
    {
        (_memory.Used, _memory.AfterCollection) = (900, 900);
        await _guard.LookAsync();
        await _guard.LookAsync();
        Assert.Equal(["greedy"], _shed);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await _guard.LookAsync();
        Assert.Equal(2, _guard.Shed);
    }

    [Fact]
    public async Task Where_nobody_is_greedy_nobody_is_shed()
    {
        (_memory.Used, _memory.AfterCollection, _greediest) = (1000, 1000, null);
        await _guard.LookAsync();
        Assert.Equal((1, 0L), (_memory.Collections, _guard.Shed));
    }

    [Fact]
    public async Task Without_a_limit_there_is_none()
    {
        (_memory.Used, _memory.Limit) = (long.MaxValue, null);
        await _guard.LookAsync();
        Assert.Empty(_shed);
    }

    private Task<string?> ShedAsync()
    {
        if (_greediest is { } name)
        {
            _shed.Add(name);
        }

        return Task.FromResult(_greediest);
    }

    private sealed class FakeMemory : IProcessMemory
    {
        public long Used { get; set; }

        public long? Limit { get; set; } = 1000;

        public long AfterCollection { get; set; }

        public int Collections { get; private set; }

        public void Collect()
        {
            Collections++;
            Used = AfterCollection;
        }
    }
}
