using System.Net.Sockets;

namespace BgpNode.Control;

/// <summary>
/// Binds the control socket. A killed daemon leaves its socket file behind and the next bind would say "address in use":
/// so the file is asked first, and removed only when nobody answers. The mode is set between bind and listen, when a
/// connection is still refused, so at no time can somebody connect whom the mode would keep out.
/// </summary>
internal static class ControlSocket
{
    private const UnixFileMode SocketMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <exception cref="IOException">Another daemon answers there, or a file that is no socket is in the way.</exception>
    public static Socket Bind(UnixDomainSocketEndPoint endPoint)
    {
        string path = endPoint.ToString();
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory && !Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory, DirectoryMode);
        }

        if (File.Exists(path))
        {
            RemoveStale(path, endPoint);
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(endPoint);
            File.SetUnixFileMode(path, SocketMode);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void RemoveStale(string path, UnixDomainSocketEndPoint endPoint)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            if (IsOrdinaryFile(path))
            {
                throw new IOException($"{path} is a file, not a socket; move it away or name another path under 'control'");
            }

            File.Delete(path);
            return;
        }

        throw new IOException($"another daemon answers at {path}; stop it first, or name another path under 'control'");
    }

    /// <summary>The kernel refuses to open a socket by its name (ENXIO); an ordinary file it opens.</summary>
    private static bool IsOrdinaryFile(string path)
    {
        try
        {
            using FileStream _ = File.OpenRead(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
