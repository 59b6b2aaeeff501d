using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BgpNode.Control;
using BgpNode.Control.Views;

namespace BgpNode.Cli;

/// <summary>Asks the daemon over its socket. Every "no" is a <see cref="CliException"/> with the exit code that belongs to it.</summary>
/// <param name="socketPath">Where the daemon listens.</param>
/// <param name="longer">How much longer than usual the answer may take, because it is about time.</param>
internal sealed class ControlClient(string socketPath, TimeSpan longer = default) : IDisposable
{
    /// <summary>Every answer comes from kept state; a daemon that takes longer is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = (_, _) => new ValueTask<Stream>(Connect(socketPath)),
    })
    {
        BaseAddress = new Uri("http://bgpnode"),
        Timeout = Patience + longer,
    };

    /// <summary>Reads one answer.</summary>
    /// <returns>The body as it came, and what it says.</returns>
    public async Task<(string Body, T View)> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await AskAsync(request, type, cancel);
    }

    public async Task<T> SendAsync<T>(HttpMethod method, string path, string? text, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = text is null ? null : new StringContent(text) };
        return (await AskAsync(request, type, cancel)).View;
    }

    /// <summary>The neighbours' names, for completion: no waiting to speak of, and nothing when the daemon does not answer.</summary>
    public IEnumerable<string> PeerNames()
    {
        try
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/peers");
            using HttpResponseMessage response = _http.Send(request, soon.Token);
            using Stream body = response.Content.ReadAsStream(soon.Token);
            return response.IsSuccessStatusCode
                ? [.. JsonSerializer.Deserialize(body, ControlJson.Readable.IReadOnlyListPeerView)!.Select(p => p.Name)]
                : [];
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
        {
            return [];
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(string Body, T View)> AskAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancel);
            string body = await response.Content.ReadAsStringAsync(cancel);
            if (!response.IsSuccessStatusCode)
            {
                throw Refusal(response.StatusCode, body);
            }

            return (body, JsonSerializer.Deserialize(body, type) ?? throw new JsonException());
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(socketPath, e);
        }
        catch (JsonException)
        {
            throw new CliException(ExitCode.Unreachable, $"what answers at {socketPath} is not bgpnode, or of another version");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CliException(ExitCode.Unreachable, $"the daemon did not answer within {(Patience + longer).TotalSeconds:0} s at {socketPath}", "journalctl -u bgpnode shows what it does");
        }
    }

    private static CliException Refusal(HttpStatusCode status, string body)
    {
        ErrorView? error = null;
        try
        {
            error = JsonSerializer.Deserialize(body, ControlJson.Readable.ErrorView);
        }
        catch (JsonException)
        {
            // not ours: the status has to do
        }

        int exit = status switch
        {
            HttpStatusCode.BadRequest => ExitCode.Usage,
            HttpStatusCode.Forbidden => ExitCode.NoPermission,
            _ => ExitCode.NotFound,
        };
        return new CliException(exit, error?.Detail ?? $"the daemon answered {(int)status}", error?.Next)
        {
            Details = [.. (error?.Problems ?? []).Select(Output.Words.Problem)],
        };
    }

    /// <summary>What a connection that did not come about means to the user.</summary>
    internal static CliException Unreachable(string socketPath, HttpRequestException e) => e.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            new(ExitCode.NoPermission, $"no permission for {socketPath}", "members of the group bgpnode may use it, and root"),
        // The platform reports a missing path as "cannot assign requested address".
        SocketException when !File.Exists(socketPath) =>
            new(ExitCode.Unreachable, $"the daemon is not running: there is no socket at {socketPath}", Start),
        SocketException =>
            new(ExitCode.Unreachable, $"the daemon is not running: nobody listens at {socketPath}", Start),
        _ => new(ExitCode.Unreachable, $"the connection to {socketPath} broke: {e.Message}", "ask again; journalctl -u bgpnode shows what happened"),
    };

    private const string Start = "systemctl start bgpnode starts it; --socket names another socket";

    /// <summary>A Unix socket connects or fails at once, so this never waits.</summary>
    private static NetworkStream Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
