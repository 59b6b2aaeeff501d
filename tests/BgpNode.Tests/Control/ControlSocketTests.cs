using System.Net.Sockets;
using BgpNode.Control;
using Xunit;

namespace BgpNode.Tests.Control;

public sealed class ControlSocketTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    [Fact]
    public void The_socket_of_a_killed_daemon_is_replaced()
    {
        LeaveStale(Path);
        using Socket socket = ControlSocket.Bind(new UnixDomainSocketEndPoint(Path));
        socket.Listen();
        using Socket client = Connect(Path);
        Assert.True(client.Connected);
    }

    [Fact]
    public void A_socket_that_somebody_answers_at_is_left_alone()
    {
        using Socket other = ControlSocket.Bind(new UnixDomainSocketEndPoint(Path));
        other.Listen();
        IOException refusal = Assert.Throws<IOException>(() => ControlSocket.Bind(new UnixDomainSocketEndPoint(Path)));
        Assert.Contains("another daemon answers", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path));
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        _directory.Write("api.sock", "keep me");
        IOException refusal = Assert.Throws<IOException>(() => ControlSocket.Bind(new UnixDomainSocketEndPoint(Path)));
        Assert.Contains("is a file, not a socket", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("keep me", File.ReadAllText(Path));
    }

    [Fact]
    public void Directory_and_socket_are_closed_to_everybody_outside_the_group()
    {
        string path = _directory.File("new/api.sock");
        using Socket socket = ControlSocket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Equal("750", Mode(System.IO.Path.GetDirectoryName(path)!));
        Assert.Equal("660", Mode(path));
    }

    public void Dispose() => _directory.Dispose();

    private string Path => _directory.File("api.sock");

    private static string Mode(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>A socket disposed of takes its file along, a killed process does not: a second name for it survives.</summary>
    private void LeaveStale(string path)
    {
        string born = _directory.File("born.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(born));
        File.Move(born, path);
    }
}
