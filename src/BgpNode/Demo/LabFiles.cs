using BgpNode.Demo.Topology;

namespace BgpNode.Demo;

/// <summary>Where the lab keeps its files: below /run, so that a reboot leaves nothing behind.</summary>
internal static class LabFiles
{
    public const string Root = "/run/bgpnode-demo";

    public static string State => Path.Combine(Root, "lab.json");

    public static string Lock => Path.Combine(Root, "lock");

    /// <summary>The intent that both nodes watch. The top-of-rack router has its own: it is another administration.</summary>
    public static string Intent => Path.Combine(Root, "intent");

    public static string Folder(LabRouter router) => Path.Combine(Root, router.Name);

    public static string Log(LabRouter router) => Path.Combine(Folder(router), "log");

    public static string Socket(LabRouter router) => Path.Combine(Folder(router), "api.sock");

    /// <summary>Removes all files but the lock, the state last: while anything is left, it says so.</summary>
    public static void Clear()
    {
        var root = new DirectoryInfo(Root);
        foreach (DirectoryInfo folder in root.EnumerateDirectories())
        {
            folder.Delete(recursive: true);
        }

        foreach (FileInfo file in root.EnumerateFiles().Where(f => f.FullName != Lock).OrderBy(f => f.FullName == State))
        {
            file.Delete();
        }
    }

    /// <summary>The last lines of a router's log, indented for an error text.</summary>
    public static string LogTail(LabRouter router, int lines = 12)
    {
        try
        {
            return string.Join('\n', File.ReadLines(Log(router)).TakeLast(lines).Select(line => "    " + line));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
