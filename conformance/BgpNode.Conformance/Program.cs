using System.Xml.Linq;
using BgpNode.Conformance;
using BgpNode.Conformance.Interop;
using BgpNode.Conformance.Rfc.Tables;

// The tests, and two commands beside them: both read what the tests say of themselves.
switch (args)
{
    case ["rfc"]:
        foreach (RfcTable table in RfcTable.All)
        {
            await File.WriteAllTextAsync(table.File, table.Markdown());
        }

        return 0;
    case ["matrix", string report]:
        Console.Write(Matrix.Of(XDocument.Load(report)));
        return 0;
    default:
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
